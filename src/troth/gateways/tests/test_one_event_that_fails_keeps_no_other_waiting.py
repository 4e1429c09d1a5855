"""Whatever is wrong with one event, those that came after it are handled."""

import pytest
from pytest_django import Settings

from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.core.conflicts import BusyError
from troth.core.limits import Limits, limited
from troth.gateways import handle as handling
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import tell
from troth.testing.stuck import stuck

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on(settings: Settings) -> None:
    switch_on(settings)


def owes(attempt: PaymentAttempt) -> int:
    assert attempt.invoice
    return owed(attempt.invoice)


def test_one_payment_that_is_told_of_for_two_attempts() -> None:
    """Both would be booked at once, under one name, which the books have once."""
    first, second, third = (attempt_of(make.account()) for _ in range(3))
    for attempt in (first, second):
        tell(paid_event(attempt, reference="pay_of_both"))
    tell(paid_event(third))
    handle_open(at=make.NOW)
    assert not GatewayEvent.objects.still_open().exists()
    assert [owes(each) for each in (first, second, third)] == [0, second.amount, 0]


def test_one_that_fails_in_a_way_of_its_own_waits_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*args: object, **named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(handling, "lose_way", fails)
    tell(signed("gone", gone="way_1"))
    attempt = attempt_of(make.account())
    tell(paid_event(attempt))
    handle_open(at=make.NOW)
    assert owes(attempt) == 0
    assert [*GatewayEvent.objects.waiting().values_list("asks", flat=True)] == [Asks.BOOKS]


def test_one_whose_account_others_have_comes_next_time() -> None:
    used, free = attempt_of(make.account()), attempt_of(make.account())
    for attempt in (used, free):
        tell(paid_event(attempt))
    with stuck("SELECT FROM accounts_account WHERE id = %s FOR UPDATE", used.account_id or 0):
        with limited(Limits(lock=1, statement=0)), pytest.raises(BusyError):
            handle_open(at=make.NOW)
        assert (owes(used), owes(free)) == (used.amount, 0)
    handle_open(at=make.NOW)
    assert (owes(used), Payment.objects.count()) == (0, 2)
