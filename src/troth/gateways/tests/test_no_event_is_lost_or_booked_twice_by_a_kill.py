"""Whoever handles events may be killed before any of their statements."""

import pytest
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.gateways.tests.telling import attempt_of, paid_event, switch_on
from troth.testing import make
from troth.testing.kill import Killed, killed_after
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_payment_is_booked_once(settings: Settings) -> None:
    switch_on(settings)
    attempts = [attempt_of(make.account()) for _ in range(3)]
    for attempt in attempts:
        assert tell(paid_event(attempt)) == 204
    # One that is for `handle`, as it pays more than is owed by now.
    make.payment(attempts[2].invoice)  # type: ignore[arg-type]
    statements = 0
    while GatewayEvent.objects.still_open().exists():
        try:
            with killed_after(statements):
                handle_open(at=make.NOW)
        except Killed:
            assert not check()
        statements += 1
    assert Payment.objects.filter(method="pretend").count() == 3
    assert [owed(a.invoice) for a in attempts if a.invoice] == [0, 0, 0]
    assert not check()
