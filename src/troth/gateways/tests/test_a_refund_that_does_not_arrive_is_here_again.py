"""A refund that the gateway could not bring to the customer: its money is here again."""

from itertools import permutations

import pytest
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Payment, Posting
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.billing.refund import left_of_payment
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Told, tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def handled(*events: Told) -> None:
    for event in events:
        assert tell(event) == 204
        handle_open(at=make.NOW)
    assert not check()


def back(attempt: PaymentAttempt, outcome: str) -> Told:
    said = {"outcome": outcome, "reference": "ref_1", "key": "", "payee": "ours"}
    of = f"pay_{attempt.key}"
    return signed("refund", standing={**said, "amount": 200, "currency": "EUR", "of": of})


def cash() -> int:
    return sum(Posting.objects.filter(ledger="cash").values_list("amount", flat=True))


def test_what_owed_again_is_paid_again(attempt: PaymentAttempt) -> None:
    before = cash()
    handled(back(attempt, "paid"))
    assert attempt.invoice and owed(attempt.invoice) == 200
    handled(back(attempt, "declined"))
    assert (owed(attempt.invoice), cash()) == (0, before)
    assert left_of_payment(Payment.objects.get(amount__gt=0)) == attempt.amount
    told = Message.objects.filter(subject__contains="did not reach you")
    assert told.count() == 1


def test_what_came_from_the_balance_is_there_again(attempt: PaymentAttempt) -> None:
    second = attempt_of(attempt.account)  # type: ignore[arg-type]
    make.payment(second.invoice)  # type: ignore[arg-type]
    handled(paid_event(second))
    assert attempt.account and balance(attempt.account, "EUR") == second.amount
    handled(back(second, "paid"))
    assert balance(attempt.account, "EUR") == second.amount - 200
    handled(back(second, "declined"), back(second, "declined"))
    assert balance(attempt.account, "EUR") == second.amount


def test_what_comes_from_the_balance_is_owed_by_no_invoice(attempt: PaymentAttempt) -> None:
    second = attempt_of(attempt.account)  # type: ignore[arg-type]
    assert second.invoice
    receive(
        attempt.account, 1000, "EUR", at=make.NOW, method="cash", allocate={second.invoice: 1000}
    )
    handled(paid_event(second), back(second, "paid"))
    assert owed(second.invoice) == 0
    assert attempt.account and balance(attempt.account, "EUR") == 800


@pytest.mark.parametrize("order", sorted({*permutations(["paid", "paid", "declined"])}))
def test_in_whatever_order_it_is_told(attempt: PaymentAttempt, order: tuple[str, ...]) -> None:
    before = cash()
    handled(*(back(attempt, outcome) for outcome in order))
    assert attempt.invoice and (owed(attempt.invoice), cash()) == (0, before)


def test_staff_are_told_once(attempt: PaymentAttempt) -> None:
    handled(back(attempt, "paid"), back(attempt, "declined"), back(attempt, "declined"))
    waiting = GatewayEvent.objects.waiting().values_list("asks", flat=True)
    assert sorted(waiting) == ["failed", "reopened"]


def test_where_something_rests_on_it_a_person_sees_to_it(attempt: PaymentAttempt) -> None:
    handled(back(attempt, "paid"))
    invoice = attempt.invoice
    assert invoice
    again = PaymentAttempt.objects.create(
        **{"account": attempt.account, "invoice": invoice, "gateway": "pretend", "key": "again"},
        **{"amount": 200, "currency": "EUR", "started_at": make.NOW},
    )
    handled(paid_event(again), back(attempt, "declined"))
    assert owed(invoice) == 0 and "books" in [
        *GatewayEvent.objects.waiting().values_list("asks", flat=True)
    ]
