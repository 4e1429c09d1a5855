"""Folded, a rule says in one line what it is about; opened, what the system does by it."""

from troth.policy.headline import PLURALS, RIGHT_TITLES
from troth.policy.headline import headline as line
from troth.policy.parse import read
from troth.policy.render import to_html
from troth.policy.shipped import shipped
from troth.policy.tests import documents
from troth.policy.vocabulary import RECORDS, RIGHTS


def test_the_line_is_short_and_begins_like_a_sentence() -> None:
    for path in shipped().values():
        policy = read(path)
        for rule, table in policy.rules.items():
            said = line(table, rule.partition(".")[2], policy.tables)
            assert said and len(said) < 200 and said[0] == said[0].upper(), rule


def test_it_follows_the_values_of_the_rule() -> None:
    keep = {"from": "issue", "for": "7 years", "then": "depersonalise"}
    html = to_html(documents.policy(documents.with_table("keep.invoice", keep)))
    said = "How long we keep invoices: 7 years from issue, then without your name"
    assert f"<span>{said}</span> <code>keep.invoice</code>" in html


def test_what_it_names_has_a_name_of_its_own() -> None:
    assert set(PLURALS) == set(RECORDS) and set(RIGHT_TITLES) == set(RIGHTS)


def test_all_of_them_can_stand_open() -> None:
    policy = documents.policy(documents.SMALLEST)
    assert to_html(policy, unfolded=True).count(" open><summary>") == to_html(policy).count(
        "<details"
    )


def test_addresses_and_numbers_are_links() -> None:
    document = documents.with_key("provider", "phone", "+49 (0)30 1234-56")
    html = to_html(documents.policy(document, "Write to {{ provider.privacy_contact }}."))
    assert html.count('<a href="mailto:privacy@example.net">privacy@example.net</a>') == 2
    assert '<a href="tel:+4930123456">+49 (0)30 1234-56</a>' in html
