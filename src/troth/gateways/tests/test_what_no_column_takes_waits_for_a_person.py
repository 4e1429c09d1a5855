"""What is signed is stored, whatever is in it: the gateway is not told to come again for ever."""

import json
from typing import Any

import pytest
from pytest_django import Settings

from troth.billing.models import Payment
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 2**63},
        {"amount": -(2**63) - 1},
        {"amount": "much"},
        {"fee": 10**40},
        {"amount": float("nan")},
        {"reference": "p" * 201},
        {"reference": "pay_\0"},
        {"reference": "pay_\ud800"},
        {"reference": ["pay_1"]},
        {"key": "k" * 201},
        {"payee": "p" * 201},
        {"currency": "EURO"},
        {"currency": None},
    ],
)
def test_of_a_payment(settings: Settings, wrong: dict[str, Any]) -> None:
    switch_on(settings)
    event = paid_event(attempt_of(make.account()), **wrong)
    assert [tell(event), tell(event)] == [204, 204]
    (row,) = GatewayEvent.objects.all()
    assert row.asks == Asks.UNREADABLE and bytes(row.raw) == event.body
    handle_open(at=make.NOW)
    assert not Payment.objects.exists()


@pytest.mark.parametrize("kind", ["unheard of", 5])
def test_of_a_way_to_pay(settings: Settings, kind: object) -> None:
    switch_on(settings)
    kept = {"reference": "way_1", "customer": "c", "kind": kind, "label": "Visa"}
    assert tell(signed("kept", kept=kept)) == 204
    assert GatewayEvent.objects.get().asks == Asks.UNREADABLE


def test_of_an_event_whose_name_is_none(settings: Settings) -> None:
    switch_on(settings)
    assert tell(signed("other", **json.loads('{"name": 5}'))) == 204
    assert GatewayEvent.objects.get().asks == Asks.UNREADABLE
