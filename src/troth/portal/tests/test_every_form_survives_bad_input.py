"""Every form of every page, sent with what should never have been typed: see `mistyped.py`."""

import pytest

from troth.portal.tests.mistyped import PathOf, Visitors, mistakes_of
from troth.portal.tests.visitors import path_of, visitors

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("visitor", "policies"),
    [
        ("stranger", ["softsys", "websoft"]),
        ("owner", ["softsys", "ispsystem", "websoft"]),
    ],
)
def test_no_form_breaks(
    visitor: str, policies: list[str], visitors: Visitors, path_of: PathOf
) -> None:
    wrong = mistakes_of(visitor, policies, visitors, path_of)
    assert not wrong, "\n".join(wrong)
