"""A seller in Cyprus with customers in several places, whose invoices tests issue."""

from datetime import UTC, date, datetime

from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.tax.models import Rate, VatCheck
from troth.testing import make

PRODUCTS = ("Hosting", "Server", "Domain")


def day_of(month: int, day: int = 10, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def in_cyprus(settings: Settings) -> None:
    settings.TAX_ONE_STOP_SHOP = True
    make.in_force("ispsystem")
    for place, rate in (("CY", 19_0000), ("DE", 19_0000), ("FR", 20_0000)):
        Rate.objects.create(
            place=place, kind="standard", rate=rate, valid_from=date(2021, 7, 1), source="a test"
        )


def customer(country: str = "CY", number: str = "") -> Account:
    """A consumer; with a VAT number, a business."""
    made = make.account()
    Account.objects.filter(pk=made.pk).update(country=country, tax_id=number)
    made.refresh_from_db()
    return made


def invoiced(
    account: Account, at: datetime, *nets: int, currency: str = "EUR", due: date | None = None
) -> Invoice:
    """An invoice of PRODUCTS in their order, each by its net price."""
    if account.tax_id:
        checked = {"asked_at": at, "answered_at": at, "valid": True}
        VatCheck.objects.create(account=account, number=account.tax_id, **checked)
    lines = [
        DraftLine(product, net, "electronic", product=product)
        for product, net in zip(PRODUCTS, nets, strict=False)
        if net
    ]
    (made,) = issue([Draft(account, currency, lines, at.date(), due)], at=at)
    return made
