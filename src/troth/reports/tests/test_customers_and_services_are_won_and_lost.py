"""How many came and went: each month's end is the next one's start, on the page as in the file."""

import csv
from datetime import date

import pytest
import time_machine

from troth.accounts.models import Account
from troth.reports.churn import Count, customers, services
from troth.reports.tests.test_recurring_revenue_moves_from_month_to_month import SPRING, term
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = SPRING.month_ends


@pytest.fixture
def history() -> Account:
    """One who stays and gives up one of two services, one who leaves and comes back, one who
    comes in another currency, one who pays once."""
    stays, returns, comes, once = (make.account() for _each in range(4))
    term(stays, 10_00, date(2026, 1, 1))
    term(stays, 10_00, date(2026, 1, 1), date(2026, 4, 10))
    term(returns, 10_00, date(2026, 1, 1), date(2026, 3, 20))
    term(returns, 20_00, date(2026, 5, 20))
    term(comes, 10_00, date(2026, 4, 30), currency="USD")
    term(once, 10_00, date(2026, 4, 1), months=0)
    return stays


@pytest.mark.usefixtures("history")
def test_by_month() -> None:
    assert customers(SPRING) == [
        Count(MARCH, 2, 0, 1, 1),
        Count(APRIL, 1, 1, 0, 2),
        Count(MAY, 2, 1, 0, 3),
    ]
    assert services(SPRING) == [
        Count(MARCH, 3, 0, 1, 2),
        Count(APRIL, 2, 1, 1, 2),
        Count(MAY, 2, 1, 0, 3),
    ]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("period", "whole"),
    [("2026Q2", ["1", "2", "0", "3", "0%"]), ("2026", ["0", "4", "1", "3", ""])],
)
def test_the_page_and_the_file_say_the_same(period: str, whole: list[str]) -> None:
    make.in_force()
    with time_machine.travel(make.NOW.replace(year=2027), tick=False):
        desk, path = signed_in(make.staff("billing")), f"/desk/reports/churn/?period={period}"
        page = desk.get(path).text
        *_months, last = csv.reader(desk.get(f"{path}&csv=0").text.splitlines())
    assert last[1:] == whole
    for cell in filter(None, whole):
        assert f">{cell}</td>" in page


@pytest.mark.parametrize(("lost", "start", "rate"), [(2, 3, "66.7%"), (0, 7, "0%"), (1, 0, "")])
def test_the_rate_is_rounded(lost: int, start: int, rate: str) -> None:
    assert Count(MAY, start=start, lost=lost).rate == rate
