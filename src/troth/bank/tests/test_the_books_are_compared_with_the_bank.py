from dataclasses import replace
from datetime import date, timedelta

import pytest

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.take_in import take_in
from troth.bank.tests.paying import AT, ours, owing, paid, told
from troth.bank.tests.written import mt940
from troth.billing.mark_sent import mark_sent
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.cli import main
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_ONE = "2026-000017"


@pytest.fixture
def account() -> Account:
    """Somebody whose payment the bank has told of, in a statement that begins with 100 EUR."""
    ours()
    account = make.account()
    owing(account, _ONE)
    told(paid(2000, _ONE), opening=100_00)
    return account


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    wrong = main(["books", "check"])
    said = capsys.readouterr().out
    assert wrong == ("The books add up." not in said)
    return said


def test_they_agree_whatever_waits(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    refund(Payment.objects.get(), 500, at=AT)
    told(paid(777, "who?", bank_id="B2"), paid(-9000, "Wages", bank_id="B3"), opening=120_00)
    assert "The books add up." in _said(capsys)


def test_a_refund_is_missed_once_the_bank_should_have_told_of_it(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_sent([refund(Payment.objects.get(), 500, at=AT)], at=AT + timedelta(hours=1))
    assert "The books add up." in _said(capsys)
    later = replace(paid(777, "who?", bank_id="B2"), booked_on=date(2026, 3, 9))
    told(later, opening=120_00, number="8")
    assert "Since 2026-03-02, cash by transfer is 5.00 EUR less than the bank has." in _said(capsys)


def test_what_the_bank_does_not_know_is_said_with_its_day(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(account, 333, "EUR", at=AT, method="transfer")
    assert "Since 2026-03-02, cash by transfer is 3.33 EUR more than the bank has." in _said(capsys)


def test_charges_are_no_difference_once_they_are_booked(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    told(paid(-490, "Charges", bank_id="B2"), opening=120_00)
    desk = signed_in(make.staff("billing"))
    desk.post(f"/desk/bank/lines/{BankLine.objects.latest('pk').pk}/dismiss/", {"why": "bank"})
    assert "The books add up." in _said(capsys)


@pytest.mark.parametrize(
    ("opening", "said"),
    [(120_00, "The books add up."), (150_00, "lack lines of 30.00 EUR, up to 2026-03-09.")],
    ids=["follows", "leaves a gap"],
)
def test_a_gap_between_statements_is_said(
    account: Account, capsys: pytest.CaptureFixture[str], opening: int, said: str
) -> None:
    later = replace(paid(777, "who?", bank_id="B2"), booked_on=date(2026, 3, 9))
    told(later, opening=opening, number="8")
    assert said in _said(capsys)


def test_statements_of_one_day_are_read_in_any_order(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    told(paid(-2000, "Wages", bank_id="B4"), opening=127_77, number="9")
    told(paid(777, "who?", bank_id="B2"), opening=120_00, number="8")
    assert "The books add up." in _said(capsys)


def test_one_that_is_missing_among_those_of_a_day_is_said(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    told(paid(777, "who?", bank_id="B2"), opening=150_00, number="8")
    assert "lack lines of 30.00 EUR, up to 2026-03-01." in _said(capsys)


def test_statements_that_overlap_leave_no_gap(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    later = replace(paid(777, "who?", bank_id="B2"), booked_on=date(2026, 3, 9))
    told(paid(2000, _ONE), later, opening=100_00, number="8")
    assert "The books add up." in _said(capsys)


def test_a_statement_of_days_without_a_line_is_read_whenever_it_comes(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2026, 1, 30)
    told(replace(paid(777, "who?", bank_id="B2"), booked_on=day), opening=92_23, number="6")
    take_in(mt940([], opening=100_00).encode(), at=AT)  # until the end of January
    assert "The books add up." in _said(capsys)
