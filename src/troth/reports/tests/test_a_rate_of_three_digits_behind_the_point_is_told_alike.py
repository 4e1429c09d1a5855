"""The 8.875 % of New York City are the same on the invoice, on paper, in XML and in the report."""

from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from lxml import etree
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.books import check
from troth.billing.credit import credit
from troth.billing.document import document
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.billing.quote_tax import quote_tax
from troth.billing.readers import reader_of
from troth.einvoice.cii import cii
from troth.einvoice.ubl import ubl
from troth.reports.period import Period
from troth.reports.tax import tax_tables
from troth.testing import make
from troth.testing.einvoice import faults_of_cii, faults_of_ubl, printed_pdf

pytestmark = pytest.mark.django_db
AT = make.NOW
NETS = (11_20, 4_33, 4_33)  # 1.7626 dollars of tax on all; 99.4, 38.4 and 38.4 cents on each
RATES = """State,ZipCode,TaxRegionName,StateRate,EstimatedCountyRate,EstimatedCityRate,\
EstimatedSpecialRate
NY,10001,NEW YORK CITY,0.04,0,0.045,0.00375
"""


@pytest.fixture(autouse=True)
def seller(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "ny.csv").write_text(RATES)
    settings.TAX_NUMBER, settings.TAX_REGION = "12-3456789", "NY"
    settings.TAX_ENGINE = {
        "BACKEND": "troth.tax.csv_rates.CsvRates",
        "OPTIONS": {"directory": str(tmp_path)},
    }
    make.in_force("websoft")


@pytest.fixture
def account() -> Account:
    return make.account(country="US", region="NY", postcode="10001", city="New York")


@pytest.fixture
def invoice(account: Account) -> Invoice:
    lines = [DraftLine("Hosting", net, "electronic") for net in NETS]
    (made,) = issue([Draft(account, "USD", lines, AT.date())], at=AT)
    return made


def test_what_is_asked_for(account: Account, invoice: Invoice) -> None:
    assert (invoice.net, invoice.tax, invoice.total) == (19_86, 1_76, 21_62)
    assert [(tax.rate, tax.amount) for tax in invoice.taxes.all()] == [(8_8750, 1_76)]
    quoted = quote_tax([(net, "electronic") for net in NETS], account, at=AT).sums
    assert (quoted.tax, quoted.total) == (1_76, 21_62)
    assert reader_of(account, at=AT).price(sum(NETS), "electronic") == 21_62
    assert check() == []


def test_on_paper(invoice: Invoice) -> None:
    page = pypdfium2.PdfDocument(printed_pdf(document(invoice)))[0]
    shown = " ".join(page.get_textpage().get_text_range().split())
    assert "8.875% VAT on $19.86 $1.76" in shown and "$21.62" in shown


def test_in_xml(invoice: Invoice) -> None:
    whole = document(invoice)
    assert (faults_of_cii(cii(whole)), faults_of_ubl(ubl(whole))) == ([], [])
    rates = etree.fromstring(ubl(whole)).iterfind(".//{*}TaxSubtotal/{*}TaxCategory/{*}Percent")
    assert [rate.text for rate in rates] == ["8.875"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "shown"), [("en", "Tax, 8.875% (US)"), ("de", "Steuer, 8,875 % (US)")]
)
def test_on_its_page(account: Account, invoice: Invoice, language: str, shown: str) -> None:
    browser, page = Client(), f"/account/{account.pk}/invoices/{invoice.pk}/"
    browser.force_login(make.owner(account))
    asked = browser.get(page, headers={"Accept-Language": language})
    assert shown in asked.content.decode().replace("\xa0", " ")


def test_at_the_desk(invoice: Invoice) -> None:
    desk = Client()
    desk.force_login(make.staff("billing"))
    assert "8.875% (US)" in desk.get(f"/desk/invoices/{invoice.pk}/").content.decode()


def test_in_the_report(invoice: Invoice) -> None:
    credit(invoice, 10_81, at=AT)
    tables = {table.title: table for table in tax_tables(Period.named("2026Q2"), at=AT)}
    assert tables["Tax at home"].plain[1:] == [
        ["8.875%", "United States", "June 2026", "9.93", "0.88"],
        ["Sum", "", "", "9.93", "0.88"],
    ]
    assert not any(table.differs for table in tables.values())
