"""What a gateway tells of others' customers, or of erased ones, is read and not kept as it came."""

from typing import Any

import pytest
from pytest_django import Settings

from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Canary Payer"
DECLINED = {
    **{"outcome": "declined", "reference": "pay_1", "key": "", "payee": "ours"},
    **{"amount": 1000, "currency": "EUR", "customer": "cus_1"},
}
KEPT = {"reference": "way_1", "customer": "cus_1", "kind": "card", "label": NAME}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("payment", {"standing": DECLINED}),
        ("payment", {"standing": DECLINED | {"outcome": "paid"}}),
        ("kept", {"kept": KEPT}),
        ("gone", {"gone": "way_1"}),
        ("other", {}),
    ],
)
def test_of_somebody_unknown(settings: Settings, what: str, said: dict[str, Any]) -> None:
    switch_on(settings)
    assert tell(signed(what, **said, billing_details=NAME)) == 204
    handle_open(at=make.NOW)
    event = GatewayEvent.objects.get()
    assert event.handled_at and not GatewayEvent.objects.waiting().exists()
    assert (bytes(event.raw), event.way_label, event.way_customer) == (b"", "", "")


def test_of_a_customer_it_is_kept_for_them(settings: Settings) -> None:
    switch_on(settings)
    assert tell(paid_event(attempt_of(make.account()))) == 204
    handle_open(at=make.NOW)
    assert bytes(GatewayEvent.objects.get(account__isnull=False).raw)
