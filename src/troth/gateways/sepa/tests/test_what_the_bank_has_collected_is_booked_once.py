"""What a statement says was collected is booked where the bank was told to, and once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from troth.bank.models import BankLine
from troth.bank.tests.paying import told
from troth.billing.books import check
from troth.billing.models import Payment
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.core.errors import TrothError
from troth.gateways.models import PaymentMethod
from troth.gateways.sepa.book_collection import book_collection
from troth.gateways.sepa.come_back import come_back, not_collected
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.tests.debits import DUE, announced, at, collected, handed
from troth.gateways.tell_ending import tell_ending
from troth.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]


def test_what_no_bank_was_told_of_is_for_a_person() -> None:
    invoice, one = announced()
    assert told(collected(one)).settled == 0
    with pytest.raises(TrothError, match="was not told"):
        book_collection(one, at=at(DUE))
    assert owed(invoice) == 1190 and BankLine.objects.waiting().count() == 1


def test_a_second_time_is_for_a_person() -> None:
    _invoice, one, _file = handed()
    told(collected(one))
    again = replace(collected(one), bank_id="again")
    assert told(again, opening=1190, number="8").settled == 0
    with pytest.raises(TrothError, match="has ended already"):
        book_collection(one, at=at(DUE))
    assert Payment.objects.count() == 1


def test_what_was_paid_otherwise_meanwhile_is_to_the_customers_credit() -> None:
    invoice, one, _file = handed()
    receive(invoice.account, 1000, "EUR", at=at(DUE), method="cash", allocate={invoice: 1000})
    assert told(collected(one)).settled == 1
    assert invoice.account and balance(invoice.account, "EUR") == 1000
    assert owed(invoice) == 0 and not check()


def test_that_a_mandate_lapses_is_told_anew_after_it_was_used() -> None:
    announced()
    PaymentMethod.objects.update(end_told_at=at(DUE))
    make_file(DUE, at=at(DUE - timedelta(days=2)))
    ends = PaymentMethod.objects.get().ends_on
    assert ends and tell_ending(at=at(ends - timedelta(days=20))) == 1


def test_what_came_back_comes_back_no_second_time() -> None:
    invoice, one, _file = handed()
    told(collected(one))
    come_back(one, "MD06", at=at(DUE), key="first")
    with pytest.raises(TrothError, match="came back already"):
        come_back(one, "MD06", at=at(DUE), key="second")
    assert owed(invoice) == 1190 and not check()


def test_what_no_bank_was_told_of_cannot_have_failed_there() -> None:
    _invoice, one = announced()
    with pytest.raises(TrothError, match="was not told"):
        not_collected(one, "AC01", at=at(DUE))
    one.refresh_from_db()
    assert one.ended_at is None and PaymentMethod.objects.get().removed_at is None


def test_who_is_not_debited_after_all_is_told() -> None:
    _invoice, one, _file = handed()
    not_collected(one, "AM04", at=at(DUE))
    assert Message.objects.filter(subject__contains="could not be charged").count() == 1
