"""What a gateway pays out is on its way until the bank has it; what is missing is told."""

from datetime import timedelta

import pytest

from troth.bank.models import BankLine
from troth.bank.tests.paying import AT, ours, paid, told
from troth.bank.undo import undo
from troth.billing.books import check, trial
from troth.gateways.book_payout import book_payout
from troth.gateways.gateway import Part
from troth.gateways.gateway import Payout as Told
from troth.gateways.models import Payout
from troth.gateways.payout_gaps import payout_gaps

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ours() -> None:
    ours()


def paid_out(amount: int = 1160, **more: object) -> Payout:
    said = {
        **{"reference": "out_1", "arrives": AT.date(), "amount": amount, "currency": "EUR"},
        **{"parts": (Part("pay_1", 1190, -30),), "descriptor": "PRETEND OUT 1"},
    }
    return book_payout("pretend", Told(**(said | more)), at=AT)  # type: ignore[arg-type]


def amounts() -> dict[str, int]:
    return {f"{each.ledger} {each.part}".strip(): each.amount for each in trial() if each.amount}


def test_it_is_on_its_way_and_then_at_the_bank() -> None:
    payout = paid_out()
    assert amounts() == {"cash pretend": -1190, "underway pretend": 1160, "fees": 30}
    assert told(paid(1160, "Pretend out 1, thank you")).settled == 1
    assert amounts() == {"cash pretend": -1190, "cash transfer": 1160, "fees": 30}
    payout.refresh_from_db()
    assert payout.bank_line == BankLine.objects.get().pk
    assert not check()


@pytest.mark.parametrize(("amount", "text"), [(1161, "PRETEND OUT 1"), (1160, "PRETEND OUT 2")])
def test_another_amount_or_other_words_are_not_it(amount: int, text: str) -> None:
    paid_out()
    assert told(paid(amount, text)).settled == 0


def test_undone_it_is_on_its_way_again() -> None:
    paid_out()
    told(paid(1160, "PRETEND OUT 1"))
    undo(BankLine.objects.get(), at=AT)
    assert amounts() == {"cash pretend": -1190, "underway pretend": 1160, "fees": 30}
    assert Payout.objects.get().bank_line is None
    assert not check()


def test_what_does_not_arrive_is_told() -> None:
    paid_out()
    assert not payout_gaps(at=AT)
    [line] = payout_gaps(at=AT + timedelta(days=6))
    assert "not at the bank" in line and "11.60 EUR" in line


def test_what_is_not_the_sum_of_its_parts_is_told() -> None:
    paid_out(1100)
    [line] = payout_gaps(at=AT)
    assert "differs from its parts by -0.60 EUR" in line
