import pytest

from troth.einvoice.epc import epc, on_page

_IBAN = "DE89370400440532013000"


@pytest.mark.parametrize("reference", ["RF18539007547034", "RE-2026-00017"])
def test_it_is_drawn_for_euros(reference: str) -> None:
    drawn = on_page(epc("Softsys Hosting" * 9, _IBAN, 1190, "EUR", reference))
    assert drawn and drawn.startswith("<svg") and "style" not in drawn


@pytest.mark.parametrize(("amount", "currency"), [(1190, "CHF"), (0, "EUR"), (10**11, "EUR")])
def test_there_is_none_where_banks_have_none(amount: int, currency: str) -> None:
    assert on_page(epc("Softsys Hosting", _IBAN, amount, currency, "RF18539007547034")) is None
