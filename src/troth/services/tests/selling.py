"""A seller of the Union, and services of customers as an order leaves them."""

from datetime import date, datetime
from typing import Any

from troth.accounts.models import Account
from troth.billing.models import BankAccount
from troth.publishing.models import PublishedPolicy
from troth.services.models import Service, Term
from troth.tax.models import Rate
from troth.testing import make


def in_cyprus() -> PublishedPolicy:
    """Somebody who sells from Cyprus, with its rate of tax and a bank account there."""
    Rate.objects.create(
        place="CY", kind="standard", rate=19_0000, valid_from=date(2021, 7, 1), source="a test"
    )
    iban = "CY17002001280000001200527600"
    BankAccount.objects.create(holder="A Seller", iban=iban, currency="EUR")
    return make.in_force("ispsystem")


def customer(language: str = "", country: str = "CY") -> Account:
    account = make.account(make.person(language=language))
    Account.objects.filter(pk=account.pk).update(country=country)
    return account


def paid_until(
    day: date, account: Account | None = None, *, anchor: int | None = None, **term: Any
) -> Service:
    """A service that has been charged until a day, of a hundred euros a month."""
    account = account or customer()
    since = datetime(2024, 1, 31, 12, tzinfo=make.NOW.tzinfo)
    service = Service.objects.create(
        account=account,
        product="Hosting",
        label="site.example",
        started_at=since,
        activated_at=since,
        charged_through=day,
        anchor=anchor or day.day,
        offer=term.get("offer"),
    )
    agreed: dict[str, Any] = {"months": 1, "currency": "EUR", "price": 100_00, "starts": since}
    agreed |= {"product": "Hosting", "supply": "electronic", **term}
    Term.objects.create(account=account, service=service, **agreed)
    return service
