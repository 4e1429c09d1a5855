import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from troth.calls.errors import Refused
from troth.core.money import exponent
from troth.gateways.stripe.amounts import from_stripe, to_stripe

# https://docs.stripe.com/currencies: by the digits that Stripe has, what we have another number of.
OURS_AND_STRIPES = [
    ("EUR", 1190, 1190),
    ("JPY", 500, 500),
    ("HUF", 100_00, 100_00),
    ("TWD", 800_45, 800_45),
    ("ISK", 5, 500),
    ("UGX", 5, 500),
    ("MGA", 500, 5),
    ("KWD", 5120, 5120),
]


@pytest.mark.parametrize(("currency", "ours", "stripes"), OURS_AND_STRIPES)
def test_both_count_the_same_money(currency: str, ours: int, stripes: int) -> None:
    assert to_stripe(ours, currency) == stripes
    assert from_stripe(stripes, currency) == ours


@given(integers(1, 10**9), sampled_from([each[0] for each in OURS_AND_STRIPES]))
def test_what_goes_out_comes_back(amount: int, currency: str) -> None:
    amount = amount * 10 if exponent(currency) == 3 else amount * 100
    assert from_stripe(to_stripe(amount, currency), currency) == amount


@pytest.mark.parametrize(("amount", "currency"), [(5124, "KWD"), (50, "MGA")])
def test_a_fraction_that_stripe_does_not_take_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(Refused):
        to_stripe(amount, currency)


def test_a_fraction_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ValueError):
        from_stripe(550, "ISK")
