"""Whatever is issued is a valid document of EN 16931, in both of its syntaxes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from facturx import get_facturx_xml_from_pdf
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.document import document
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import BankAccount, Invoice, account_for
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.einvoice.cii import cii
from troth.einvoice.document import Category, Document
from troth.einvoice.ubl import ubl
from troth.tax.enter_rate import enter_rate
from troth.tax.models import VatCheck
from troth.testing import make
from troth.testing.einvoice import faults_of_cii, faults_of_ubl, printed_pdf
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_LINE = DraftLine("Hosting", 10_00, "electronic", starts=make.NOW.date(), ends=make.NOW.date())
_LINE = replace(_LINE, ends=make.NOW.date() + timedelta(days=31))


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    """One in Cyprus, with a number and the One Stop Shop."""
    settings.TAX_NUMBER, settings.TAX_ONE_STOP_SHOP = "CY10259033P", True
    make.in_force("ispsystem")
    for place, kind, rate in (
        ("CY", "standard", 19_0000),
        ("CY", "goods", 5_0000),
        ("DE", "standard", 19_0000),
        ("FR", "standard", 8_8750),
    ):
        enter_rate(place, kind, rate, day_at(make.NOW), at=make.NOW)
    BankAccount.objects.create(
        holder="A Seller", iban="CY17002001280000001200527600", bic="BCYPCY2N", currency="EUR"
    )


def buyer(country: str = "CY", **more: Any) -> Account:
    return make.account(country=country, city="A Town", postcode="1010", **more)


def issued(*lines: DraftLine, to: Account | None = None, currency: str = "EUR") -> Invoice:
    draft = Draft(to or buyer(), currency, tuple(lines or [_LINE]), supplied_on=day_at(make.NOW))
    return issue([draft], at=make.NOW)[0]


def reverse_charged() -> Invoice:
    company = buyer("DE", company="A Company", tax_id="DE136695976")
    VatCheck.objects.create(
        account=company,
        number="DE136695976",
        asked_at=make.NOW,
        answered_at=make.NOW,
        valid=True,
        consultation_number="WAPIAAAA1",
    )
    return issued(to=company)


def exempt(kind: str, *lines: DraftLine) -> Invoice:
    account = buyer()
    make.certificate(account, kind=kind, place="CY")
    return issued(*lines, to=account)


def paid_in_part() -> Invoice:
    account = buyer()
    receive(account, 5_00, "EUR", at=make.NOW, method="transfer")
    return issued(to=account)


def credited(part: int | None) -> Invoice:
    return credit(issued(replace(_LINE, quantity=3, discount=5_00)), part, at=make.NOW)


KINDS: dict[str, Callable[[], Invoice]] = {
    "S: at home": issued,
    "S: to a consumer of the Union": lambda: issued(to=buyer("DE")),
    "S: at a rate of three digits behind the point": lambda: issued(to=buyer("FR")),
    "AE: reverse charge": reverse_charged,
    "G: export of goods": lambda: issued(replace(_LINE, supply="goods"), to=buyer("US")),
    "O: services abroad": lambda: issued(to=buyer("US")),
    "E: exempt": lambda: issued(replace(_LINE, supply="exempt")),
    "E: an embassy": lambda: exempt("embassy"),
    "E: a reseller": lambda: exempt("resale"),
    "E: a charity, and what is exempt anyway": lambda: exempt(
        "charity", _LINE, replace(_LINE, supply="exempt")
    ),
    "S: mixed rates": lambda: issued(_LINE, replace(_LINE, supply="goods", price=3_33)),
    "S: a discount": lambda: issued(replace(_LINE, quantity=3, discount=5_01)),
    "S: unused days": lambda: issued(_LINE, replace(_LINE, price=-3_33, description="Unused days")),
    "S: credited in part": lambda: credited(11_90),
    "S: credited": lambda: credited(None),
    "S: in another currency": lambda: issued(currency="USD"),
    "S: in yen": lambda: issued(currency="JPY"),
    "S: in forints": lambda: issued(currency="HUF"),
    "S: for nothing": lambda: issued(replace(_LINE, discount=10_00)),
    "S: paid from the balance in part": paid_in_part,
    "S: of 400 lines": lambda: issued(*[_LINE] * 400),
}


def made(kind: str) -> Document:
    found = document(KINDS[kind]())
    assert {tax.category for tax in found.subtotals} == {Category(kind.partition(":")[0])}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_valid(kind: str) -> None:
    found = made(kind)
    assert (faults_of_cii(cii(found)), faults_of_ubl(ubl(found))) == ([], [])


def test_it_says_what_the_kind_is_about() -> None:
    abroad = made("S: in another currency")
    assert abroad.own_currency == "EUR" and b'currencyID="EUR"' in ubl(abroad)
    prepaid = made("S: paid from the balance in part").totals
    assert (prepaid.gross, prepaid.prepaid, prepaid.due) == (11_90, 5_00, 6_90)
    (unused,) = [line for line in made("S: unused days").lines if line.net < 0]
    assert (unused.quantity, unused.unit_price) == (Decimal(-1), 3_33)


def test_what_is_paid_later_does_not_change_it() -> None:
    account = buyer()
    invoice = issued(to=account)
    before = cii(document(invoice))
    receive(account, 5_00, "EUR", at=make.NOW + timedelta(days=1), method="transfer")
    assert cii(document(invoice)) == before


def test_what_the_seller_changes_later_does_not_change_it(settings: Settings) -> None:
    settings.SELLER_CONTACT = "The Books"
    kinds: list[Callable[[], Invoice]] = [issued, lambda: credited(None)]
    made = [issue_one() for issue_one in kinds]
    before = [document(each) for each in made]
    assert all(b"The Books" in cii(each) for each in before)
    assert b"CY17002001280000001200527600" in cii(before[0])
    printed = [printed_pdf(each) for each in before]

    desk = signed_in(make.staff("owner"))
    page = "/desk/bank/accounts/"
    new = {"holder": "Another", "iban": "DE89370400440532013000", "bic": "", "currency": "EUR"}
    desk.post(page, new)
    desk.post(f"{page}{BankAccount.objects.latest('pk').pk}/choose/")
    desk.post(f"{page}{BankAccount.objects.earliest('pk').pk}/close/")
    assert account_for("EUR") == BankAccount.objects.latest("pk")
    settings.SELLER_CONTACT, settings.TAX_NUMBER = "Somebody Else", "CY00000000X"
    made = [Invoice.objects.get(pk=each.pk) for each in made]

    after = [document(each) for each in made]
    assert after == before and [cii(each) for each in after] == [cii(each) for each in before]
    assert [printed_pdf(each) for each in after] == printed


def test_a_pdf_holds_it() -> None:
    found = made("S: a discount")
    assert get_facturx_xml_from_pdf(printed_pdf(found), check_xsd=False)[1] == cii(found)


def test_a_wrong_total_cannot_be() -> None:
    invoice = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(total=F("total") + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(net=F("net") + 1, total=F("total") + 1)
    invoice.total += 1
    with pytest.raises(TrothError, match="do not add up"):
        document(invoice)
