"""Under `[feature.external-links]` a link of the text that leads to another site says so."""

import pytest

from troth.policy.parse import parse
from troth.policy.render import to_html
from troth.policy.shipped import shipped

PROSE = "\n\nSee [theirs](https://elsewhere.example/), [ours](/privacy/rights/) and [here](#top).\n"


@pytest.mark.parametrize(("name", "says"), [("soffront", True), ("softsys", False)])
def test_it_and_no_other(name: str, says: bool) -> None:
    html = to_html(parse((shipped()[name].read_text(encoding="utf-8") + PROSE).encode()))
    assert (">theirs</a> (another site)," in html) == says
    assert html.count("(another site)") == says
