"""Whose role reads billing sees the reports, each as a table, a chart and a file."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine
from troth.core.day import day_at
from troth.gates.models import ReadLimit, StaffRead
from troth.reports.tests.ledger import customer, in_cyprus, invoiced
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
NUMBER = "DE136695976"


@pytest.fixture
def business(settings: Settings) -> Account:
    in_cyprus(settings)
    account = customer("DE", NUMBER)
    now = timezone.now()
    invoiced(account, now, 30_00, due=day_at(now))
    invoiced(customer(), now, 10_00)
    return account


@pytest.fixture
def desk(business: Account) -> Client:
    return signed_in(make.staff("billing"))


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("revenue", ["Hosting", "€40.00"]),
        ("aged", ["€41.90", "Account"]),
        ("tax", ["Tax at home", "€1.90", "All that was invoiced in EUR"]),
        ("churn", ["There is nothing in this period."]),
        ("recurring", ["There is nothing in this period."]),
    ],
)
def test_a_report(desk: Client, report: str, told: list[str]) -> None:
    page = desk.get(f"/desk/reports/{report}/").text
    assert all(words in page for words in told)
    assert "The books say" not in page
    assert ('class="chart"' in page) == (report in ("revenue", "aged")) or day_at(
        timezone.now()
    ).month == 1


def test_a_year_is_told_until_today(desk: Client) -> None:
    ((table, _chart),) = desk.get("/desk/reports/revenue/").context["tables"]
    assert len(table.columns) == day_at(timezone.now()).month + 2  # and product and sum


def test_a_file(desk: Client) -> None:
    today = day_at(timezone.now())
    answer = desk.get(f"/desk/reports/revenue/?period={today.year}&csv=0")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines()[-1].endswith(",40.00")
    assert desk.get("/desk/reports/revenue/?csv=7").status_code == 404
    assert desk.get("/desk/reports/revenue/?csv=x").status_code == 404


def test_no_cell_of_a_file_runs(desk: Client, business: Account) -> None:
    rows = make.invoice_rows(business, at=timezone.now())
    (line,) = (row for row in rows if isinstance(row, InvoiceLine))
    line.product = '=HYPERLINK("x")'
    make.saved(rows)
    assert '"\'=HYPERLINK(""x"")"' in desk.get("/desk/reports/revenue/?csv=0").text


@pytest.mark.parametrize("query", ["period=1", "period=2026Q9", "on=x"])
def test_a_time_that_is_none_is_one_line(desk: Client, query: str) -> None:
    report = "aged" if query.startswith("on") else "revenue"
    page = desk.get(f"/desk/reports/{report}/?{query}")
    assert page.status_code == 200
    assert page.text.count('class="error') == 1


@pytest.mark.parametrize("role", ["support", "privacy"])
def test_whose_role_does_not_read_billing_sees_none(business: Account, role: str) -> None:
    colleague = signed_in(make.staff(role))
    assert colleague.get("/desk/reports/aged/").status_code == 403
    assert "/desk/reports/" not in colleague.get("/desk/").text


def test_vat_numbers_are_a_look_that_is_written_down(desk: Client, business: Account) -> None:
    assert NUMBER not in desk.get("/desk/reports/tax/").text
    assert not StaffRead.objects.exists()

    assert NUMBER in desk.get("/desk/reports/tax/?numbers=1").text

    look = StaffRead.objects.get()
    assert (look.subject_id, look.categories) == (business.pk, ["billing"])
    assert "customers owe the tax" in look.reason


def test_a_number_that_its_customer_has_shut_stays_shut(desk: Client, business: Account) -> None:
    ReadLimit.objects.create(person=make.owner(business), category="billing")
    page = desk.get("/desk/reports/tax/?numbers=1").text
    assert NUMBER not in page
    assert f"Account {business.pk}" in page


def test_what_is_owed_names_nobody(desk: Client) -> None:
    assert "An Account" not in desk.get("/desk/reports/aged/").text
    assert not StaffRead.objects.exists()
