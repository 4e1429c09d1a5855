"""Who has no tax number can invoice what bears no tax alone; elsewhere a line says what to set."""

import logging

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.document import document
from troth.billing.models import Invoice
from troth.catalog.models import Product
from troth.catalog.tax_gaps import tax_gaps
from troth.einvoice.cii import cii
from troth.einvoice.ubl import ubl
from troth.orders.models import Order, Quote
from troth.orders.tests.selling import ORDER, client_of, customer, order, put_in, shop
from troth.orders.tests.test_a_quote_becomes_an_order import told
from troth.tax.models import VatCheck
from troth.testing import make
from troth.testing.einvoice import faults_of_cii, faults_of_ubl, printed_pdf
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def product(settings: Settings) -> Product:
    """Of a provider in Cyprus."""
    settings.TAX_NUMBER = ""
    return shop("ispsystem")


def ordered(account: Account) -> Invoice:
    client = client_of(account)
    put_in(client, Product.objects.get())
    order(client)
    return Invoice.objects.get()


def faults(invoice: Invoice) -> list[str]:
    made = document(invoice)
    assert printed_pdf(made)
    return faults_of_cii(cii(made)) + faults_of_ubl(ubl(made))


def test_the_shop_takes_no_order_and_the_log_says_what_to_set(
    product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(customer(country="CY"))
    put_in(client, product)
    with caplog.at_level(logging.WARNING):
        page = client.get(ORDER).content.decode()
    assert "something is not set up on our side" in page
    assert "TAX_NUMBER" not in page and "set TAX_NUMBER" in caplog.text
    assert not Order.objects.exists()


def test_staff_who_quote_are_told_what_to_set(product: Product) -> None:
    account = customer(country="CY")
    desk = f"/desk/customers/account/{account.pk}/quote/"
    page = signed_in(make.staff("billing")).post(desk, told(product.pk)).content.decode()
    assert "set TAX_NUMBER" in page and not Quote.objects.exists()


def test_it_is_said_as_the_pages_are_served(product: Product, settings: Settings) -> None:
    now = timezone.now()
    line, *others = tax_gaps(at=now)
    assert line.startswith("Nothing can be ordered or invoiced yet") and "TAX_NUMBER" in line
    settings.TAX_NUMBER = "CY10259033P"
    assert tax_gaps(at=now) == others
    settings.TAX_NUMBER = ""
    Product.objects.update(retired_at=now)
    assert tax_gaps(at=now) == []  # nothing is for sale


def test_what_is_outside_of_the_tax_needs_none() -> None:
    invoice = ordered(customer(country="US"))
    assert invoice.taxes.get().category == "O" and faults(invoice) == []


@pytest.mark.parametrize("number", ["CY10259033P", "218/5781/0815"])
def test_a_small_business_invoices_without_tax(number: str, settings: Settings) -> None:
    settings.TAX_SMALL_BUSINESS, settings.TAX_NUMBER = True, number
    account = customer(country="CY")
    invoice = ordered(account)
    assert (invoice.tax, invoice.total) == (0, 10_00) and faults(invoice) == []
    page = client_of(account).get(f"/account/{account.pk}/invoices/{invoice.pk}/")
    assert "Exempt from tax as a small business" in page.content.decode()


def test_a_small_business_without_a_vat_number_sells_to_no_business_abroad(
    product: Product, settings: Settings
) -> None:
    """The tax that the buyer owes in its place has both numbers on the invoice."""
    settings.TAX_SMALL_BUSINESS, settings.TAX_NUMBER = True, "218/5781/0815"
    account = customer(country="DE", company="A Company", tax_id="DE136695976")
    now = timezone.now()
    VatCheck.objects.create(
        account=account, number=account.tax_id, asked_at=now, answered_at=now, valid=True
    )
    client = client_of(account)
    put_in(client, product)
    assert "something is not set up on our side" in client.get(ORDER).content.decode()
    settings.TAX_NUMBER = "CY10259033P"
    order(client)
    assert faults(Invoice.objects.get()) == []
