"""A customer is erased while a refund is on its way to them: the books learn what came of it."""

import pytest
from django.utils import timezone

from troth.billing.models import Payment, Posting
from troth.billing.unclaimed import unclaimed
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due
from troth.erasure.erase import erase
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests import test_what_is_going_back_is_used_for_nothing_else as going_back
from troth.gateways.tests.telling import signed
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart, tell

pytestmark = pytest.mark.django_db(transaction=True)
steps, payment = going_back.steps, going_back.payment
NOW = make.NOW


def erased(payment: Payment) -> None:
    assert payment.account
    erase(make.owner(payment.account), at=timezone.now())
    assert not PaymentAttempt.objects.exists()


def told(payment: Payment, key: str, outcome: str, amount: int = 300) -> None:
    said = {
        **{"outcome": outcome, "reference": "ref_1", "key": key, "payee": "ours"},
        **{"amount": amount, "currency": "EUR", "of": payment.reference},
    }
    assert tell(signed("refund", standing=said)) == 204
    handle_open(at=NOW)


def still_kept() -> int:
    kept = Posting.objects.filter(part=Posting.GOING_BACK).values_list("amount", flat=True)
    return -sum(kept)


def asks() -> list[str]:
    return [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]


@pytest.mark.parametrize(
    ("outcome", "amount", "gone", "nobodys", "waits"),
    [
        ("paid", 300, [-300], {}, []),
        ("declined", 300, [], {"EUR": 300}, ["failed"]),
        ("paid", 200, [], {}, ["amount"]),
    ],
)
def test_what_the_gateway_tells_of_it_is_booked(
    payment: Payment,
    outcome: str,
    amount: int,
    gone: list[int],
    nobodys: dict[str, int],
    waits: list[str],
) -> None:
    key = PaymentAttempt.objects.latest("pk").key
    erased(payment)
    assert unclaimed() == {}, "it is on its way"
    told(payment, key, outcome, amount)
    assert [*Payment.objects.filter(amount__lt=0).values_list("amount", flat=True)] == gone
    assert (unclaimed(), asks()) == (nobodys, waits)
    assert still_kept() == (300 if waits == ["amount"] else 0)


def test_what_nobody_was_asked_for_yet_is_not_kept(payment: Payment) -> None:
    erased(payment)
    work_due(at=timezone.now())
    assert Call.objects.latest("pk").refused_at
    assert (unclaimed(), still_kept()) == ({"EUR": 300}, 0)


def test_what_is_in_doubt_is_kept_until_the_gateway_tells(
    payment: Payment, pretend: Counterpart
) -> None:
    pretend.misbehave("after")
    at = timezone.now()
    work_due(at=at)
    erased(payment)
    work_due(at=at + LEASE)
    assert (unclaimed(), still_kept()) == ({}, 300)
    assert {*pretend.deliver()} == {204}
    handle_open(at=NOW)
    work_due(at=at + 2 * LEASE)
    assert Payment.objects.get(amount__lt=0).amount == -300
    assert (unclaimed(), still_kept()) == ({}, 0)
    assert not Call.objects.filter(done_at=None, refused_at=None).exists()
