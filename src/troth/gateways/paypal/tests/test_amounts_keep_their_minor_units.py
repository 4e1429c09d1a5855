import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from troth.calls.errors import Refused
from troth.gateways.paypal.amounts import from_paypal, to_paypal

# https://developer.paypal.com/api/rest/reference/currency-codes/
SAME = [("EUR", 1190, "11.90"), ("JPY", 500, "500"), ("HUF", 50_000, "500"), ("TWD", 800, "8")]


@pytest.mark.parametrize(("currency", "ours", "paypals"), [*SAME, ("EUR", 5, "0.05")])
def test_both_count_the_same_money(currency: str, ours: int, paypals: str) -> None:
    assert to_paypal(ours, currency) == {"currency_code": currency, "value": paypals}
    assert from_paypal({"currency_code": currency, "value": paypals}) == (ours, currency)


@given(integers(1, 10**12), sampled_from([each[0] for each in SAME]))
def test_what_goes_out_comes_back(amount: int, currency: str) -> None:
    assert from_paypal(to_paypal(amount * 100, currency)) == (amount * 100, currency)


@pytest.mark.parametrize("currency", ["HUF", "TWD"])
def test_a_part_that_paypal_does_not_take_is_refused(currency: str) -> None:
    with pytest.raises(Refused):
        to_paypal(150, currency)


@pytest.mark.parametrize("value", ["1.005", "x", "", "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_an_error(value: str) -> None:
    with pytest.raises(ValueError):
        from_paypal({"currency_code": "EUR", "value": value})
