from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from troth.accounts.models import Account
from troth.billing.models import Invoice
from troth.billing.pages.invoices import standing, unpaid
from troth.billing.receive import receive
from troth.core.money import money
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def page(account: Account, invoice: Invoice) -> str:
    client = Client()
    client.force_login(make.owner(account))
    html = client.get(f"/account/{account.pk}/invoices/{invoice.pk}/").content.decode()
    return html.replace("\xa0", " ")


def test_the_words_follow_the_day() -> None:
    account = make.account()
    make.invoice(account, paid=False)
    make.invoice(account)
    due, paid = Invoice.objects.with_standing().order_by("pk")
    day = make.NOW.date()
    assert standing(paid, on=day).words == "Paid on 18 June 2026"
    assert standing(due, on=day + timedelta(days=14)).words == "To be paid by 29 June 2026"
    assert standing(due, on=day + timedelta(days=15)).words == "Overdue since 29 June 2026"
    due.due_on = None
    assert standing(due, on=day).words == "Not paid yet"
    due.owed = 0
    assert standing(due, on=day).words == "Nothing to pay"


def test_what_is_unpaid_is_what_something_is_owed_for() -> None:
    account = make.account()
    make.invoice(account)
    due = make.invoice(account, paid=False)
    make.invoice(make.account(), paid=False)
    assert list(unpaid(account)) == [due]


def test_an_invoice_shows_its_party_lines_and_payments() -> None:
    make.in_force("softsys")
    account = make.account()
    html = page(account, make.invoice(account))
    for text in ("An Account", "1 Street", "India", "Tax number X1", "Hosting of site.example"):
        assert text in html, text
    assert "€10.00" in html and "€1.90" in html and "€11.90" in html
    assert "Tax, 19% (" in html
    assert "Bank transfer" in html and "reference R1" in html
    assert "still to pay" not in html


@pytest.mark.parametrize(
    ("typed", "country", "shown"),
    [
        ("DE136695976", "DE", "VAT number DE136695976"),
        ("136695976", "DE", "VAT number DE136695976"),
        ("218/5781/0815", "DE", "Tax number 218/5781/0815"),
    ],
)
def test_a_number_is_called_what_the_pdf_calls_it(typed: str, country: str, shown: str) -> None:
    make.in_force("softsys")
    account = make.account()
    rows = make.invoice_rows(account)
    rows[0].party_tax_id, rows[0].party_country = typed, country
    assert shown in page(account, make.saved(rows))


def test_a_part_payment_leaves_the_rest() -> None:
    make.in_force("softsys")
    account = make.account()
    invoice = make.invoice(account, paid=False)
    assert "No payment has been received for this invoice." in page(account, invoice)
    receive(account, 190, "EUR", at=make.NOW, method="giro")
    html = page(account, invoice)
    assert "€10.00 still to pay." in html and "giro" in html


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [
        ("en", "EUR", "€1,234,567.89"),
        ("de", "EUR", "1.234.567,89\xa0€"),
        ("en", "JPY", "¥123,456,789"),
        ("en", "BHD", "BHD\xa0123,456.789"),
    ],
)
def test_amounts_are_written_as_the_reader_does(
    language: str, currency: str, expected: str
) -> None:
    with translation.override(language):
        assert money(123_456_789, currency) == expected
