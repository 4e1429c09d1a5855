"""Whoever announces waits for what others are about to do with the same account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from troth.billing.models import Invoice
from troth.billing.receive import receive
from troth.gateways.sepa.announce import announce
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import DUE, at, owing, ready, signed
from troth.messaging.models import Message
from troth.testing.stuck import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)

DAY = DUE - timedelta(days=14)


@pytest.fixture
def invoice(settings: Any) -> Invoice:
    ready(settings)
    return owing(signed().account)


def in_the_midst_of(first: Callable[[], object]) -> int:
    """How many a worker announces while another one, which does the first, is not done yet."""

    def works() -> int:
        try:
            return announce(on=DAY, at=at(DAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            second = other.submit(works)
            until_somebody_waits(second)
        return second.result()


def announced() -> tuple[int, int]:
    """How many debits there are, and how many letters tell of one."""
    letters = Message.objects.filter(subject__contains="We will collect what is due")
    return Collection.objects.count(), letters.count()


def test_two_workers(invoice: Invoice) -> None:
    assert in_the_midst_of(lambda: announce(on=DAY, at=at(DAY))) == 0
    assert announced() == (1, 1)


def test_a_worker_and_who_pays_just_now(invoice: Invoice) -> None:
    def pays() -> None:
        pays = {invoice: 1190}
        receive(invoice.account, 1190, "EUR", at=at(DAY), method="cash", allocate=pays)

    assert in_the_midst_of(pays) == 0
    assert announced() == (0, 0)
