"""Readers are told a rule's title, in whatever letters; its name is for links and the checker."""

import pytest

from troth.policy.diff import diff
from troth.policy.errors import PolicyError
from troth.policy.render import to_html
from troth.policy.tests import documents


def test_where_it_stands_and_where_other_rules_name_it() -> None:
    titled = documents.with_key("purpose.service", "title", "Erfüllung des Vertrags")
    html = to_html(documents.policy(titled))
    assert "<span>Erfüllung des Vertrags</span> <code>purpose.service</code>" in html
    assert "Purposes: Erfüllung des Vertrags." in html
    changed = diff(documents.policy(documents.SMALLEST), documents.policy(titled))
    assert [(c.key, c.material) for c in changed] == [("title", False)]


def test_a_recipient_may_be_in_several_countries() -> None:
    share = {"name": "X", "role": "processor", "function": "does x", "receives": ["contact"]}
    table = documents.with_table("share.x", {**share, "country": ["IE", "US"]})
    assert "X (Ireland and United States)" in to_html(documents.policy(table))
    with pytest.raises(PolicyError, match="share.x.country must be a country code"):
        documents.policy(documents.with_table("share.x", {**share, "country": ["IE", "XX"]}))


def test_a_link_leads_to_each_heading() -> None:
    prose = "## Über uns & mehr\n\n## Über uns & mehr\n\n## Provider\n\n## {{ provider.name }}\n"
    html = to_html(documents.policy(documents.SMALLEST, prose))
    for name in ("über-uns-mehr", "über-uns-mehr-2", "provider-2", "example"):
        assert f'<h2 id="{name}">' in html
