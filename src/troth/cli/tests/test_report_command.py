"""`troth report` prints what the pages of the desk show, as columns or as CSV."""

from datetime import date

import pytest
from pytest_django import Settings

from troth.cli import main
from troth.reports.tests.ledger import customer, day_of, in_cyprus, invoiced
from troth.services.models import Service, Term
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    in_cyprus(settings)
    account = customer("DE")
    invoiced(account, day_of(5), 10_00, due=date(2026, 5, 20))
    service = Service.objects.create(
        account=account, product="Hosting", started_at=day_of(5), activated_at=day_of(5)
    )
    agreed = {"product": "Hosting", "supply": "electronic", "months": 1, "currency": "EUR"}
    Term.objects.create(
        account=account, service=service, price=10_00, starts=date(2026, 5, 10), **agreed
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("revenue --quarter 2026-05", "Product,May 2026 (EUR),Sum (EUR)\nHosting,10.00,10.00\n"),
        ("revenue --from 2026-05-01 --until 2026-05-31", "Sum,10.00,10.00\n"),
        ("recurring --quarter 2026-05", "May 2026,0.00,10.00,0.00,0.00,0.00,0.00,10.00\n"),
        ("churn --quarter 2026-05", "\n\nServices\nMonth,At the start,Won,Lost,At the end,"),
        ("churn --quarter 2026-05", "May 2026,0,1,0,1,\nSum,0,1,0,1,\n"),
        ("aged --on 2026-06-15", ",0.00,11.90,0.00,0.00,0.00,11.90\n"),
        ("tax --quarter 2026Q2", "19%,Germany,Quarter 2 of 2026,10.00,1.90\n"),
    ],
)
def test_csv(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *words.split(), "--csv"]) == 0
    assert told in capsys.readouterr().out


def test_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "revenue", "--quarter", "2026-05"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Revenue in EUR",
        "Product  May 2026 (EUR)  Sum (EUR)",
        "Hosting           10.00      10.00",
        "Sum               10.00      10.00",
    ]
    assert main(["report", "revenue", "--quarter", "2025"]) == 0
    assert capsys.readouterr().out == "There is nothing to report.\n"


@pytest.mark.parametrize(
    "words",
    [
        "revenue --quarter 2026Q5",
        "revenue --quarter 2026Q2 --until 2026-06-30",
        "tax --from 2026-06-30 --until 2026-06-01",
        "aged --on yesterday",
        "aged --quarter 2026Q2",
    ],
)
def test_what_is_no_time_is_one_line(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *words.split()]) > 0
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_not_in_the_books_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    rows = make.invoice_rows(customer(), at=day_of(6))
    make.saved(tuple(row for row in rows if row._meta.model_name != "invoiceline"))  # type: ignore[arg-type]

    assert main(["report", "revenue", "--quarter", "2026Q2"]) == 1
    assert "The books say €20.00; the sum here is €10.00." in capsys.readouterr().out
