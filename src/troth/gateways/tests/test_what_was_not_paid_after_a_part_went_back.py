"""A payment turns out not to be paid after a part of it has been paid back."""

import pytest

from troth.billing.books import check
from troth.billing.models import Payment, Posting
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.pay_back import pay_back
from troth.gateways.tests.telling import signed
from troth.gateways.tests.test_what_is_owed_is_taken_by_the_way_that_is_kept import (
    due,
    night,
    steps,  # noqa: F401  (a fixture)
)
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart, tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(pretend: Counterpart) -> PaymentAttempt:
    """Of an invoice that was paid, and of which 2.00 have gone back."""
    due(pretend)
    night()
    handled(pretend)
    assert pay_back(Payment.objects.get(), 200, at=make.NOW, reopen=True)
    handled(pretend)
    return PaymentAttempt.objects.get(refunds=None)


def handled(pretend: Counterpart) -> None:
    work_due(at=make.NOW)
    assert {*pretend.deliver()} <= {204}
    handle_open(at=make.NOW)
    work_due(at=make.NOW)
    assert not check()


def asks() -> list[str]:
    return [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]


def cash() -> int:
    return sum(Posting.objects.filter(ledger="cash").values_list("amount", flat=True))


def test_the_rest_is_owed_and_a_person_sees_to_what_went_back(
    attempt: PaymentAttempt, pretend: Counterpart
) -> None:
    fee = 1190 - 200 - cash()
    pretend.do("settle", reference=attempt.reference, does="declined")
    handled(pretend)
    assert attempt.invoice and owed(attempt.invoice) == 1190
    assert (cash(), asks()) == (-fee, ["part back"])


def test_where_that_did_not_arrive_either_nothing_is_left_of_it(
    attempt: PaymentAttempt, pretend: Counterpart
) -> None:
    pretend.do("settle", reference=attempt.reference, does="declined")
    handled(pretend)
    before = cash()
    back = PaymentAttempt.objects.get(refunds__isnull=False)
    said = {
        **{"outcome": "declined", "reference": back.reference, "of": attempt.reference},
        **{"key": back.key, "payee": "ours", "amount": 200, "currency": "EUR"},
    }
    assert tell(signed("refund", standing=said)) == 204
    handled(pretend)
    assert attempt.invoice and owed(attempt.invoice) == 1190
    assert cash() == before
