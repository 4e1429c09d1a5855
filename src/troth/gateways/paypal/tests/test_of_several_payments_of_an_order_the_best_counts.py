"""An order that was declined first and paid then is paid: nobody is asked to pay it once more."""

import pytest

from troth.gateways.gateway import Outcome
from troth.gateways.paypal import read

MONEY = {"currency_code": "EUR", "value": "5.00"}


def capture(name: str, status: str) -> dict[str, object]:
    return {"id": name, "status": status, "amount": MONEY}


@pytest.mark.parametrize("first", ["DECLINED", "FAILED", "PENDING"])
def test_whatever_came_before_it(first: str) -> None:
    captures = [capture("FIRST", first), capture("SECOND", "COMPLETED")]
    for payments in (captures, captures[::-1]):
        unit = {"custom_id": "key", "amount": MONEY, "payments": {"captures": payments}}
        said = read.order({"id": "O-1", "status": "COMPLETED", "purchase_units": [unit]})
        assert (said.outcome, said.reference, said.key) == (Outcome.PAID, "SECOND", "key")
