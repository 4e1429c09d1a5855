"""From a call that does not work, staff are led to the invoice, the account, or the event."""

import pytest

from troth.calls.models import Call
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def call(about: str, row: int, *, waits: bool) -> Call:
    told = {"kind": "gateway", "plug_in": "stripe", "verb": "charge", "why": "No."}
    key, next_at = f"{about} {row}", None if waits else make.NOW
    return Call.objects.create(
        **told, about=about, row=row, key=key, made_at=make.NOW, next_at=next_at
    )


@pytest.mark.parametrize("waits", [True, False])
def test_each_row_leads_to_what_it_is_about(waits: bool) -> None:
    make.in_force()
    account = make.account()
    invoice = make.invoice(account, paid=False)
    attempt = PaymentAttempt.objects.create(
        **{"account": account, "invoice": invoice, "gateway": "stripe", "key": "one"},
        **{"amount": 1190, "currency": "EUR", "started_at": make.NOW},
    )
    told = {"told_at": make.NOW, "received_at": make.NOW}
    event = GatewayEvent.objects.create(gateway="stripe", name="evt_1", **told)
    call("gateways.paymentattempt", attempt.pk, waits=waits)
    call("gateways.gatewayevent", event.pk, waits=waits)
    page = signed_in(make.staff("billing")).get("/desk/calls/").text
    assert f'href="/desk/invoices/{invoice.pk}/"' in page
    assert f'href="/desk/customers/account/{account.pk}/money/"' in page
    assert f'href="/desk/gateways/events/{event.pk}/"' in page


def test_what_is_gone_leads_nowhere() -> None:
    make.in_force()
    call("gateways.paymentattempt", 4711, waits=True)
    page = signed_in(make.staff("billing")).get("/desk/calls/")
    assert page.status_code == 200 and "4711" in page.text
    assert "/money/" not in page.text
