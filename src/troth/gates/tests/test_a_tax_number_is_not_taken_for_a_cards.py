import pytest

from troth.gates.collect import CollectForm
from troth.gates.inputs.card import holds_card_number
from troth.testing import make

COMPANY = "36.000.009/0001-40"  # of Brazil; its digits would pass for a card's
CARD = "4111111111111111"


def form(tax_id: str, country: str) -> CollectForm:
    policy = make.policy("soffront")
    assert policy.tables.refuse.card_numbers
    return CollectForm(policy, {"tax_id": False}, {"tax_id": tax_id}, country=country)


def test_where_the_country_has_rules_for_it() -> None:
    assert holds_card_number("36000009000140")
    assert form(COMPANY, "BR").is_valid()
    assert not form(CARD, "BR").is_valid()


@pytest.mark.parametrize("country", ["AF", ""])
def test_where_it_could_be_anything_a_card_number_is_refused(country: str) -> None:
    assert "looks like a card number" in str(form(CARD, country).errors)


def test_among_other_numbers_a_card_number_is_seen() -> None:
    assert holds_card_number(f"Order 1234567890123, paid by {CARD}, ticket 1111111111111")
    assert not holds_card_number("Order 1234567890123, ticket 1111111111111")
