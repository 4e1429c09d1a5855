"""Whoever has told a Leitweg-ID gets invoices that authorities in Germany take."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from lxml import etree
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.document import document
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import BankAccount, Invoice
from troth.cli.serve import unfit_for_authorities
from troth.core.day import day_at
from troth.einvoice.cii import cii
from troth.people.tests.pages import correct, details
from troth.tax.enter_rate import enter_rate
from troth.testing import make
from troth.testing.einvoice import faults_of_cii, faults_of_ubl

pytestmark = pytest.mark.django_db

_LEITWEG = "04011000-12345-03"
_NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_SELLER, _BUYER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
# Where XRechnung wants something to stand, by the rule that wants it.
_WANTED = {
    "BR-DE-1": "cac:PaymentMeans/cbc:PaymentMeansCode",
    "BR-DE-2": f"{_SELLER}/cac:Contact",
    "BR-DE-3": f"{_SELLER}/cac:PostalAddress/cbc:CityName[.='Paphos']",
    "BR-DE-4": f"{_SELLER}/cac:PostalAddress/cbc:PostalZone[.='8010']",
    "BR-DE-5": f"{_SELLER}/cac:Contact/cbc:Name[.='Accounts']",
    "BR-DE-6": f"{_SELLER}/cac:Contact/cbc:Telephone[.='+357 26 000000']",
    "BR-DE-7": f"{_SELLER}/cac:Contact/cbc:ElectronicMail[.='bills@provider.example']",
    "BR-DE-8": f"{_BUYER}/cac:PostalAddress/cbc:CityName[.='Bonn']",
    "BR-DE-9": f"{_BUYER}/cac:PostalAddress/cbc:PostalZone[.='53113']",
    "BR-DE-14": "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent",
    "BR-DE-15": f"cbc:BuyerReference[.='{_LEITWEG}']",
    "BR-DE-16": f"{_SELLER}/cac:PartyTaxScheme/cbc:CompanyID[.='CY10259033P']",
    "BR-DE-17": "cbc:InvoiceTypeCode[.='380'] | cbc:CreditNoteTypeCode[.='381']",
    "BR-DE-21": "cbc:CustomizationID[contains(., '#compliant#urn:xeinkauf.de:kosit:xrechnung_3')]",
    "PEPPOL-EN16931-R010": f"{_BUYER}/cbc:EndpointID[@schemeID='0204'][.='{_LEITWEG}']",
    "PEPPOL-EN16931-R020": f"{_SELLER}/cbc:EndpointID[@schemeID='EM']",
}  # fmt: skip


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    settings.TAX_NUMBER, settings.TAX_ONE_STOP_SHOP = "CY10259033P", True
    settings.SELLER_CONTACT = "Accounts"
    settings.SELLER_POSTCODE, settings.SELLER_CITY = "8010", "Paphos"
    address = 'address = "1 Example Street, '
    told = f'billing_contact = "bills@provider.example"\nphone = "+357 26 000000"\n{address}8010 '
    billed = 'required = ["billing_name", "billing_address"]\noptional = ["'
    asks = (billed, f'{billed}buyer_reference", "')
    make.in_force(make.changed("ispsystem", (address, told), asks))
    enter_rate("DE", "standard", 19_0000, day_at(make.NOW), at=make.NOW)
    BankAccount.objects.create(
        holder="A Seller", iban="CY17002001280000001200527600", bic="BCYPCY2N", currency="EUR"
    )


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(make.owner(account))
    return client


def told(reference: str, **more: str) -> tuple[Account, str]:
    """An account after its owner has told a reference, and what the page said."""
    account = make.account()
    typed = {"name": "Amt für Beispiele", "company": "", "tax_id": "", "street": "Am Markt 1"}
    typed |= {"postcode": "53113", "city": "Bonn", "country": "DE", "buyer_reference": reference}
    page = correct(client_of(account), details(account), **typed | more)
    account.refresh_from_db()
    return account, page.content.decode()


def invoiced(reference: str = _LEITWEG) -> Invoice:
    account, _page = told(reference)
    line = DraftLine("Hosting", 10_00, "electronic")
    return issue([Draft(account, "EUR", (line,), day_at(make.NOW))], at=make.NOW)[0]


def got(invoice: Invoice) -> Any:
    assert invoice.account
    path = f"/account/{invoice.account.pk}/invoices/{invoice.pk}/"
    client = client_of(invoice.account)
    assert f'"{path}xrechnung/"' in client.get(path).content.decode()
    return client.get(f"{path}xrechnung/")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 04011000 - 12345-03 ", _LEITWEG),
        ("992-90009-96", "992-90009-96"),
        ("04011000-abc-71", ""),
        ("04011000-12345-04", ""),
        ("Kostenstelle  47", "Kostenstelle 47"),
        ("x" * 101, ""),
    ],
)
def test_a_reference_has_one_form(typed: str, stored: str) -> None:
    account, page = told(typed)
    assert account.buyer_reference == stored
    refused = "This is not a Leitweg-ID" in page or "at most 100 characters" in page
    assert refused == (not stored)


def test_elsewhere_what_looks_like_a_leitweg_id_is_a_text() -> None:
    account, _page = told("04011000-12345-04", country="AT", postcode="1010", city="Wien")
    assert account.buyer_reference == "04011000-12345-04"


@pytest.mark.parametrize("make_one", [invoiced, lambda: credit(invoiced(), at=make.NOW)])
def test_it_has_what_the_rules_want(make_one: Callable[[], Invoice]) -> None:
    invoice = make_one()
    answer = got(invoice)
    assert answer["Content-Disposition"].endswith(f'{invoice.number}.xrechnung.xml"')
    assert faults_of_ubl(answer.content) == []
    assert faults_of_cii(cii(document(invoice))) == []
    root = etree.fromstring(answer.content)
    assert [rule for rule, path in _WANTED.items() if not root.xpath(path, namespaces=_NAMES)] == []
    assert document(invoice).seller.street == "1 Example Street"


def test_what_was_sealed_stays() -> None:
    invoice = invoiced()
    Account.objects.update(buyer_reference="another")
    assert _LEITWEG.encode() in got(invoice).content
    for column in ("seller_postcode", "party_reference"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Invoice.objects.update(**{column: "another"})


def test_no_other_reference_makes_one() -> None:
    invoice = invoiced("Kostenstelle 47")
    assert invoice.account
    path = f"/account/{invoice.account.pk}/invoices/{invoice.pk}/"
    page = client_of(invoice.account).get(path).content.decode()
    assert "Your reference Kostenstelle 47" in page and "xrechnung" not in page


def test_what_the_provider_has_not_set_is_told_to_the_provider(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SELLER_CONTACT = settings.SELLER_CITY = ""
    assert unfit_for_authorities() == []  # none is a customer
    assert got(invoiced()).status_code == 302
    assert "whom to ask (BR-DE-5), the city of the seller (BR-DE-3)." in caplog.text
    [line] = unfit_for_authorities()
    assert line.endswith("Set SELLER_CONTACT, SELLER_CITY.")
