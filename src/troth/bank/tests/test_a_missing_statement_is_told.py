"""Whoever reads a statement is told when the one before seems to be missing, until it is read."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from troth.bank.gaps import gaps
from troth.bank.models import BankStatement
from troth.bank.reconcile import reconcile
from troth.bank.statement import Entry
from troth.bank.tests.paying import PAID, ours, told
from troth.bank.tests.written import camt053
from troth.core.day import day_at
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def of(day: date) -> Entry:
    return replace(PAID, booked_on=day, bank_id=f"B{day}")


FIRST, THEN, LAST = (of(date(2026, 3, day)) for day in (1, 2, 3))


def test_it_is_told_until_it_is_read() -> None:
    ours()
    assert not told(FIRST).gaps
    (gap,) = told(LAST, opening=2380, number="3").gaps
    assert "of 1 March 2026 to 3 March 2026" in str(gap)
    assert not told(THEN, opening=1190, number="2").gaps


@pytest.mark.parametrize(
    ("entries", "opening"),
    [
        pytest.param((THEN, LAST), 1190, id="the next one"),
        pytest.param((FIRST, THEN), 0, id="one that overlaps"),
    ],
)
def test_what_goes_on_misses_nothing(entries: tuple[Entry, ...], opening: int) -> None:
    ours()
    told(FIRST)
    assert not told(*entries, opening=opening, number="2").gaps


@pytest.mark.parametrize(
    ("openings", "missing"),
    [
        pytest.param((0, 1190), 0, id="one leads to the other"),
        pytest.param((1190, 0), 0, id="read in the other order"),
        pytest.param((0, 5000), 1, id="something is missing between them"),
    ],
)
def test_two_that_end_on_one_day(openings: tuple[int, int], missing: int) -> None:
    ours()
    for number, opening in enumerate(openings):
        told(replace(FIRST, bank_id=f"N{number}"), opening=opening, number=str(number))
    found = [*gaps(BankStatement.objects.all())]
    assert len(found) == missing
    assert openings[0] or bool(reconcile()) == bool(missing)


def test_two_of_one_day_of_which_one_holds_the_other_miss_nothing() -> None:
    ours()
    first, then = (replace(FIRST, bank_id=f"N{number}") for number in (1, 2))
    told(first, then)
    told(then, opening=1190, number="2")
    assert not [*gaps(BankStatement.objects.all())]


def test_neither_a_later_one_nor_another_accounts_is_the_one_before() -> None:
    ours()
    francs = ours("FR7630006000011234567890189", "CHF")
    told(FIRST)
    told(LAST, opening=5000, number="3")
    told(replace(of(date(2026, 3, 4)), amount=-1190), opening=6190, number="4")
    then = replace(THEN, currency="CHF", bank_id="C")
    assert not told(then, opening=3810, iban=francs.iban, currency="CHF").gaps
    (gap,) = gaps(BankStatement.objects.all())
    assert gap.statement.number == "3"


def test_the_desk_tells_it() -> None:
    ours()
    today = day_at(timezone.now())
    desk = signed_in(make.staff("billing"))
    page = ""
    for opening, age in ((0, 9), (5000, 7)):
        file = BytesIO(camt053([of(today - timedelta(days=age))], opening=opening).encode())
        page = desk.post("/desk/bank/", {"file": file}, follow=True).content.decode()
    assert page.count("seems to be missing") == 2, "once as it is read, and once as it stands"
    assert "The newest statement in EUR" in page
    assert "The newest statement in EUR" in desk.get("/desk/").content.decode()
    assert desk.get("/desk/bank/").content.decode().count("seems to be missing") == 1
