"""What a rule says is what its sentence says: a changed value changes the sentence."""

import pytest

from troth.policy.describe import describe
from troth.policy.tests import documents
from troth.policy.tests.changes import DOCUMENT, ROWS, Row

# The language marks the page itself.
UNSAID = {("policy", "language")}


def sentence(row: Row, value: object) -> str:
    document = documents.with_key(row.table, row.key, value, DOCUMENT)
    rule = documents.policy(document).rules[row.table]
    return describe(rule, row.table.partition(".")[2])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}.{row.key}")
def test_a_changed_value_changes_the_sentence(row: Row) -> None:
    said = sentence(row, row.old) != sentence(row, row.new)
    assert said == ((row.table, row.key) not in UNSAID)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}.{row.key}")
def test_a_sentence_is_whole(row: Row) -> None:
    for value in (row.old, row.new):
        text = sentence(row, value)
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        assert ".." not in text and "  " not in text and "None" not in text and " ." not in text


def test_the_sentence_of_an_invoice_kept_by_law() -> None:
    keep = {"from": "issue", "for": "7 years", "then": "depersonalise", "basis": "legal-obligation"}
    policy = documents.policy(documents.with_table("keep.invoice", keep, DOCUMENT))
    assert describe(policy.rules["keep.invoice"], "invoice") == (
        "Kept for 7 years from the day it was issued, then stripped of personal data: invoices, "
        "their lines and the party they were issued to. A request for deletion does not shorten "
        "this: it is needed to meet obligations."
    )


def test_the_sentence_of_a_right_with_a_clock_that_stops() -> None:
    right = {
        "right": "erase",
        "of": "reseller",
        "ask": ["email", "letter"],
        "proof": ["sign-in", "government-id"],
        "within": "30 business days",
        "stops": ["waiting-for-proof"],
        "answered_by": "privacy",
    }
    policy = documents.policy(documents.with_table("right.r", right))
    assert describe(policy.rules["right.r"], "r") == (
        "Resellers have the right to have their data deleted. You can ask by e-mail or by letter. "
        "Proof of identity: being signed in or a copy of a government-issued ID. An answer is due "
        "within 30 business days; the clock stands still while proof of identity is awaited. "
        "The privacy department answers."
    )


def test_an_erasure_of_the_account_area_is_not_said_to_be_at_once() -> None:
    """It waits, so that whoever reads the mail can stop it (`ERASURE_WAIT`)."""
    itself = {"ask": ["portal"], "self_service": True}
    document = documents.with_table("right.erase", itself)
    rights = documents.policy(documents.with_table("right.rectify", itself, document)).tables.right
    erase = describe(rights["erase"], "erase")
    assert "says when it takes effect" in erase and "at once" not in erase
    assert "do it yourself, at once" in describe(rights["rectify"], "rectify")


def test_an_age_of_one_country_takes_the_place_of_that_of_all_others() -> None:
    ages = {"under_age": 18, "under_age_in": {"AT": 14}}
    refuse = documents.policy(documents.with_table("refuse", ages)).tables.refuse
    assert describe(refuse) == (
        "Minimum age: Austria: 14 years; everywhere else: 18 years. "
        "Data of anyone younger is refused."
    )


@pytest.mark.parametrize(
    ("right", "told"),
    [
        ({"ask": ["email"]}, True),
        ({"ask": ["email"], "within": "1 week"}, False),
        ({"ask": ["portal"], "self_service": True}, False),
        ({"ask": ["email"], "right": "import"}, False),  # which no law gives
    ],
)
def test_a_right_of_the_law_without_a_time_tells_that_of_the_law(
    right: documents.Document, told: bool
) -> None:
    rights = documents.policy(documents.with_table("right.access", right)).tables.right
    said = describe(rights["access"], "access")
    assert ("An answer is due within 1 month, as the law requires." in said) is told
