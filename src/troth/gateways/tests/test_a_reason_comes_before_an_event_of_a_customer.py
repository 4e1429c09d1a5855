"""What a gateway told of a customer is read through the gate, like all that is about them."""

import pytest
from pytest_django import Settings

from troth.gates.models import StaffRead
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.gateways.tests.telling import attempt_of, install, paid_event
from troth.testing import make
from troth.testing.pretend.counterpart import tell
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_has_to_say_why_says_it_first(settings: Settings) -> None:
    install(settings)
    make.in_force(make.changed("softsys", rules=SHARE))
    account = make.account()
    tell(paid_event(attempt_of(account), amount=100))
    handle_open(at=make.NOW)
    page = f"/desk/gateways/events/{GatewayEvent.objects.waiting().get().pk}/"
    desk = signed_in(make.staff("owner"))
    asks = desk.get(page)
    assert asks.status_code == 302
    assert asks["Location"].startswith(f"/desk/customers/account/{account.pk}/reason/")
    said = desk.post(asks["Location"], {"reason": "ticket 9"}, follow=True)
    assert said.redirect_chain[-1][0] == page
    assert StaffRead.objects.filter(subject_id=account.pk, reason="ticket 9").exists()
