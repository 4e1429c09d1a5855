"""What a gateway sent is shown to roles that may read how somebody pays, and to no other."""

import pytest
from pytest_django import Settings

from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent
from troth.gateways.tests.telling import attempt_of, install, paid_event
from troth.testing import make
from troth.testing.pretend.counterpart import tell
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
MAY = '"billing", "payment", "service"]'


@pytest.mark.parametrize(("roles", "shown"), [(MAY, True), ('"billing", "service"]', False)])
def test_on_the_page_of_an_event(settings: Settings, roles: str, shown: bool) -> None:
    install(settings)
    make.in_force(make.changed("softsys", (MAY, roles), rules=SHARE))
    attempt = attempt_of(make.account())
    tell(paid_event(attempt, amount=100))
    handle_open(at=make.NOW)
    event = GatewayEvent.objects.waiting().get()
    page = signed_in(make.staff("billing")).get(f"/desk/gateways/events/{event.pk}/").text
    assert str(Asks.AMOUNT.label) in page
    assert (f"pay_{attempt.key}" in page) is shown
