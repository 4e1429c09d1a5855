"""A gateway tells of one thing by several events, and two workers handle them at the same moment.

The second of them waits for the first, and then finds that it is booked: nobody is told to pay back
what was paid once.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Payment
from troth.gateways.gateway import Outcome, Standing
from troth.gateways.handle import handle
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import gateways
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.settle import settle
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, Told, tell
from troth.testing.stuck import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    switch_on(settings)
    return attempt_of(make.account())


def in_the_midst_of(first: Callable[[], object]) -> None:
    """Have a worker handle all events while another one, which does the first, is not done yet."""

    def works() -> int:
        try:
            return handle_open(at=make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            second = other.submit(works)
            until_somebody_waits(second)
        assert second.result() == 1


def twice(told: Callable[[], Told]) -> None:
    """Have two events tell the same, and each handled by a worker of its own."""
    assert [tell(told()), tell(told())] == [204, 204]
    number = GatewayEvent.objects.still_open().earliest("pk").pk
    in_the_midst_of(lambda: handle(number, at=make.NOW))
    assert not GatewayEvent.objects.still_open().exists() and not check()


def asks() -> list[str]:
    return [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]


def part(attempt: PaymentAttempt, amount: int, **more: str) -> dict[str, object]:
    about = {"outcome": "paid", "reference": f"pay_{attempt.key}", "key": "", "payee": "ours"}
    return {**about, "amount": amount, "currency": "EUR", **more}


def test_by_two_events(attempt: PaymentAttempt) -> None:
    twice(lambda: paid_event(attempt))
    assert (asks(), Payment.objects.count()) == ([], 1)


def test_by_an_event_while_the_customer_who_comes_back_has_it_looked_up(
    attempt: PaymentAttempt,
) -> None:
    assert tell(paid_event(attempt)) == 204
    said = Standing(
        Outcome.PAID, f"pay_{attempt.key}", attempt.key, "ours", attempt.amount, "EUR", fee=30
    )
    in_the_midst_of(lambda: settle(attempt, said, gateways()[NAME], at=make.NOW))
    assert (asks(), Payment.objects.count(), check()) == ([], 1, [])


@pytest.mark.parametrize("amount", [200, 1190])
def test_that_it_was_paid_back_there(attempt: PaymentAttempt, amount: int) -> None:
    tell(paid_event(attempt))
    handle_open(at=make.NOW)
    said = part(attempt, amount, reference="ref_1", of=f"pay_{attempt.key}")
    twice(lambda: signed("refund", standing=said))
    assert asks() == ["reopened"]
    assert Payment.objects.get(amount__lt=0).amount == -amount


def test_that_it_is_disputed(attempt: PaymentAttempt) -> None:
    tell(paid_event(attempt))
    handle_open(at=make.NOW)
    said = part(attempt, attempt.amount)
    twice(lambda: signed("dispute", dispute="dis_1", standing=said))
    assert (asks(), Payment.objects.filter(amount__lt=0).count()) == ([], 1)
