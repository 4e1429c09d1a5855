"""Returns: of today, of weeks ago, before the day, with a charge, and of who has been erased."""

from dataclasses import replace
from datetime import timedelta

import pytest

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.take_in import take_in
from troth.bank.tests.paying import AT, told
from troth.bank.tests.written import amount, camt053, transfer
from troth.billing.books import check, trial
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.erasure.erase import erase
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.models import Mandate
from troth.gateways.sepa.reasons import again, ends_mandate
from troth.gateways.sepa.tests.debits import (
    DUE,
    announced,
    collected,
    desk,
    handed,
    night,
    returned,
)
from troth.messaging.models import Message
from troth.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]


@pytest.mark.parametrize("code", ["MD01", "MD07", "AC04"])
def test_some_reasons_end_the_mandate(code: str) -> None:
    invoice, one, _file = handed()
    told(collected(one))
    told(returned(one, code), opening=1190, number="8")
    assert owed(invoice) == 1190 and PaymentMethod.objects.get().removed_at
    assert PaymentAttempt.objects.get().again == "otherwise"
    assert Message.objects.filter(body__contains="Please pay another way").count() == 1
    night(DUE + timedelta(days=3))
    assert invoice.collections.count() == 1


def test_a_refund_that_is_asked_for_weeks_later_is_not_tried_again() -> None:
    invoice, one, _file = handed()
    told(collected(one))
    told(returned(one, "MD06", booked_on=DUE + timedelta(days=55)), opening=1190, number="8")
    assert owed(invoice) == 1190 and not PaymentMethod.objects.get().removed_at
    night(DUE + timedelta(days=56))
    assert invoice.collections.count() == 1


def test_the_charge_of_the_bank_is_booked() -> None:
    invoice, one, _file = handed()
    told(collected(one))
    back = returned(one, "AM04")
    charge = '<Chrgs><Rcrd><Amt Ccy="EUR">3.00</Amt></Rcrd></Chrgs>'
    inside = f"{amount(-1190, 'EUR')}{charge}"
    entry = replace(back, amount=-1490)
    file = camt053([entry], opening=1190, number="8")
    file = file.replace(transfer(entry), transfer(back, inside=inside))
    taken = take_in(file.encode(), at=AT)
    assert (taken.lines, taken.settled) == (2, 2)
    fees = {each.ledger: each.amount for each in trial()}
    assert fees["fees"] == 300 and owed(invoice) == 1190
    assert not BankLine.objects.waiting().exists() and not check()


def test_a_return_with_its_charge_in_one_amount_is_settled_at_the_desk() -> None:
    invoice, one, _file = handed()
    told(collected(one))
    back = replace(returned(one, "AC04"), amount=-1540)
    assert told(back, opening=1190, number="8").settled == 0
    line = BankLine.objects.waiting().get()
    payment = Payment.objects.get(amount=1190)
    desk().post(f"/desk/bank/lines/{line.pk}/", {"payment": payment.pk})
    assert owed(invoice) == 1190 and not BankLine.objects.waiting().exists() and not check()
    assert {each.ledger: each.amount for each in trial()}["fees"] == 350
    assert PaymentMethod.objects.get().removed_at, "the account is closed"
    again = replace(back, bank_id="another")
    assert told(again, opening=-350, number="9").settled == 0
    assert Payment.objects.filter(amount=-1190).count() == 1, "and nothing comes back twice"


def test_what_the_bank_refuses_before_the_day_is_entered_at_the_desk() -> None:
    invoice, one, file = handed()
    page = f"/desk/bank/direct-debits/files/{file.pk}/"
    staff = desk()
    assert one.key in staff.get(page).content.decode()
    staff.post(f"/desk/bank/direct-debits/{one.pk}/failed/", {"code": "ac01"})
    assert one.key not in staff.get(page).content.decode()
    attempt = PaymentAttempt.objects.get()
    assert (attempt.outcome, attempt.code) == ("declined", "AC01")
    assert PaymentMethod.objects.get().removed_at and owed(invoice) == 1190
    assert told(collected(one)).settled == 0, "what is over is not booked"


def gone(account: Account | None) -> None:
    assert account
    erase(make.owner(account), at=AT)
    assert not Account.objects.filter(pk=account.pk).exists()
    assert not Mandate.objects.exists() and not PaymentAttempt.objects.exists()


def test_of_who_is_erased_nothing_is_collected() -> None:
    invoice, one = announced()
    gone(invoice.account)
    night(DUE - timedelta(days=2))
    one.refresh_from_db()
    assert one.ended_at and one.file is None


def test_what_is_under_way_arrives_and_comes_back_after_an_erasure() -> None:
    invoice, one, file = handed()
    gone(invoice.account)
    assert desk().get(f"/desk/bank/direct-debits/files/{file.pk}/?file=xml").status_code == 200
    assert told(collected(one)).settled == 1
    invoice.refresh_from_db()
    assert owed(invoice) == 0
    assert told(returned(one, "MD06"), opening=1190, number="8").settled == 1
    assert owed(invoice) == 1190 and not check()


@pytest.mark.parametrize(
    ("code", "hope", "ends"),
    [("AM04", "later", False), ("MS02", "otherwise", False), ("AC01", "otherwise", True)],
)
def test_codes_say_what_to_hope_for(code: str, hope: str, ends: bool) -> None:
    assert (again(code), ends_mandate(code)) == (hope, ends)
