"""Payments of all customers are found by period and method, and go to accountants as CSV."""

import csv
import io
from typing import Any

import pytest

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.core.day import day_at
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

_PAGE = "/desk/payments/"
_DAY = day_at(make.NOW).isoformat()


@pytest.fixture
def account() -> Account:
    make.in_force()
    account = make.account()
    payment = receive(account, 20_00, "EUR", at=make.NOW, method="transfer", payer="A Payer")
    refund(payment, 5_00, at=make.NOW)
    credit(make.invoice(account, paid=False), at=make.NOW)
    return account


def _file(name: str, **asked: Any) -> list[dict[str, str]]:
    asked = {"since": _DAY, "until": _DAY, "csv": name} | asked
    answer = signed_in(make.staff("billing")).get(_PAGE, asked)
    text = answer.content.decode()
    assert "A Payer" not in text and "An Account" not in text
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("asked", "amounts"),
    [
        ({}, ["-5.00", "20.00"]),
        ({"method": "transfer", "way": "in"}, ["20.00"]),
        ({"way": "out"}, ["-5.00"]),
        ({"since": "1999-01-01", "until": "1999-12-31"}, []),
    ],
)
def test_payments_of_a_period(account: Account, asked: dict[str, str], amounts: list[str]) -> None:
    rows = _file("payments", **asked)
    assert [row["amount"] for row in rows] == amounts
    assert all(row["to credit"] == row["amount"] for row in rows)


@pytest.mark.parametrize(
    "asked", [{"method": "none of ours"}, {"until": "9999-12-31"}, {"since": "0001-01-01"}]
)
def test_days_and_methods_that_cannot_be_are_refused(asked: dict[str, str]) -> None:
    make.in_force()
    asked = {"since": _DAY, "until": _DAY, "csv": "payments"} | asked
    answer = signed_in(make.staff("billing")).get(_PAGE, asked)
    assert answer.status_code == 200 and b'aria-invalid="true"' in answer.content


def test_invoices_of_a_period_with_their_taxes(account: Account) -> None:
    rows = _file("invoices")
    told = [(row["kind"], row["net"], row["tax"], row["tax rate"]) for row in rows]
    assert told == [("invoice", "10.00", "1.90", "19"), ("credit note", "-10.00", "-1.90", "19")]


def test_the_page_names_nobody(account: Account) -> None:
    html = signed_in(make.staff("billing")).get(_PAGE, {"since": _DAY, "until": _DAY}).content
    assert b"Payment " in html and b"to the balance" in html and b"A Payer" not in html
    assert (
        b'<option value="transfer">Bank transfer</option>' in html
        and "2026 · Bank transfer" in html.decode()
    )
