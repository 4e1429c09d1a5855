"""A bank takes money back while a refund is on its way: whatever comes of that, it goes once."""

import pytest
from django.utils import timezone

from troth.billing.books import check
from troth.billing.charge_back import charge_back
from troth.billing.decide_dispute import decide_dispute
from troth.billing.models import Irregularity, Payment, Posting
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests import test_what_is_going_back_is_used_for_nothing_else as going_back
from troth.gateways.tests.telling import signed
from troth.testing import make
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)
steps, payment = going_back.steps, going_back.payment
NOW = make.NOW


def in_all(ledger: str) -> int:
    return sum(Posting.objects.filter(ledger=ledger).values_list("amount", flat=True))


@pytest.fixture
def disputed(payment: Payment) -> Irregularity:
    """What is to the customer's credit came in cash, and is disputed; the refund then fails."""
    found = charge_back(Payment.objects.get(method="cash"), at=NOW)
    Payment.objects.filter(pk=payment.pk).update(reference="unknown")
    work_due(at=timezone.now())
    assert PaymentAttempt.objects.latest("pk").outcome == "declined"
    return found


def test_what_does_not_go_back_is_not_there_besides(
    payment: Payment, disputed: Irregularity
) -> None:
    assert going_back.credit(payment) == (0, 0)
    assert in_all("disputed") == 0


def test_a_dispute_that_is_lost_costs_nothing_then(
    payment: Payment, disputed: Irregularity
) -> None:
    decide_dispute(disputed, won=False, at=NOW)
    assert (in_all("write-offs"), going_back.credit(payment)) == (0, (0, 0))
    assert not check()


def test_one_that_is_won_gives_it_back(payment: Payment, disputed: Irregularity) -> None:
    decide_dispute(disputed, won=True, at=NOW)
    assert going_back.credit(payment) == (300, 300)
    assert not check()


def test_what_has_gone_is_booked_though_the_bank_took_it_too(payment: Payment) -> None:
    charge_back(payment, at=NOW)
    before = in_all("cash")
    attempt = PaymentAttempt.objects.latest("pk")
    said = {
        **{"outcome": "paid", "reference": "ref_1", "key": attempt.key, "payee": "ours"},
        **{"amount": 300, "currency": "EUR", "of": payment.reference},
    }
    assert tell(signed("refund", standing=said)) == 204
    handle_open(at=NOW)
    attempt.refresh_from_db()
    assert attempt.outcome == "paid"
    assert (in_all("cash"), going_back.credit(payment)) == (before - 300, (0, 0))
    assert not check()
