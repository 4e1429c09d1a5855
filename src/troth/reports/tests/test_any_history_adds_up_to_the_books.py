"""Whatever is invoiced, credited and paid: each report of any days is what the ledger says."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pytest_django import Settings

from troth.billing.credit import credit
from troth.billing.models import Invoice
from troth.billing.receive import receive
from troth.billing.write_off import write_off
from troth.core.errors import TrothError
from troth.reports.aged import aged
from troth.reports.period import Period
from troth.reports.revenue import revenue
from troth.reports.tax import tax_tables
from troth.reports.tests.ledger import customer, day_of, in_cyprus, invoiced
from troth.tax.models import Rate
from troth.testing import make

pytestmark = pytest.mark.django_db

AMOUNTS = st.integers(1, 99_99)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["invoiced", "invoiced", "credited", "paid", "given up"]),
        st.integers(0, 6),
        AMOUNTS,
        st.sampled_from(["EUR", "USD"]),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=8,
)


def happens(event: str, which: int, amount: int, currency: str, at: datetime) -> None:
    """One event of a history; what a verb refuses does not happen."""
    countries, numbers = ("CY", "DE", "FR", "US"), ("", "", "", "", "DE136695976")
    if event == "invoiced":
        country, number = countries[which % 4], numbers[which % 5]
        account = customer("DE" if number else country, number)
        invoiced(account, at, amount, which, currency=currency)
        return
    of = Invoice.objects.filter(kind="invoice").order_by("-pk")[which : which + 1].first()
    if of is None or of.account is None:
        return
    with suppress(TrothError):
        if event == "credited":
            credit(of, min(amount, of.total), at=at)
        elif event == "paid":
            receive(of.account, amount, currency, at=at, method="transfer")
        else:
            write_off(of, min(amount, of.total), at=at)


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    in_cyprus(settings)
    Rate.objects.filter(place="DE").update(rate=6_6250)


@hypothesis(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS, starts=st.integers(0, 60), lasts=st.integers(0, 90))
def test_every_report(
    events: list[tuple[str, int, int, str, int]], starts: int, lasts: int
) -> None:
    at = day_of(3)
    for event, which, amount, currency, days in events:
        at += timedelta(days)
        happens(event, which, amount, currency, at)

    since = date(2026, 3, 1) + timedelta(starts)
    period = Period(since, since + timedelta(lasts))
    assert all(each.sum == each.books for each in revenue(period))
    assert all(sum(each.sums) == each.books for each in aged(period.until))
    assert not any(table.differs for table in tax_tables(period, at=make.NOW))
