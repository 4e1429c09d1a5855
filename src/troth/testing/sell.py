"""A provider that sells: products with prices, and services that were agreed and invoiced."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import count

from troth.accounts.models import Account
from troth.catalog.models import Group, Price, Product, Upgrade
from troth.catalog.price import price
from troth.core.day import day_at
from troth.services.models import Service
from troth.services.open_service import Agreed, open_service
from troth.services.settle import settle
from troth.tax.take_rates import take_rates
from troth.testing import make

LONG_AGO = date(2022, 1, 1)
_numbers = count(1)


def seller(policy: str = "ispsystem", *, at: datetime) -> None:
    """Have a policy in force whose provider knows the rates of tax."""
    make.in_force(policy)
    take_rates(at=at)


def buyer(*, country: str = "CY", at: datetime = make.NOW) -> Account:
    """An account that can be sold to."""
    made = make.account(at=at)
    made.country, made.currency = country, "EUR"
    made.save(update_fields=["country", "currency"])
    return made


def product(name: str, prices: Mapping[int, int], *, to: Product | None = None) -> Product:
    """A product with its prices by months, in cents; to: what it may be changed to."""
    number = next(_numbers)
    group, _new = Group.objects.get_or_create(slug="hosting", defaults={"name": "Hosting"})
    made = Product.objects.create(group=group, name=name, slug=f"p{number}", most=10)
    Price.objects.bulk_create(
        Price(product=made, currency="EUR", months=months, amount=amount, starts=LONG_AGO)
        for months, amount in prices.items()
    )
    if to:
        Upgrade.objects.create(product=made, to=to)
    return made


def sold(
    account: Account,
    offer: Product,
    *,
    at: datetime,
    months: int = 1,
    quantity: int = 1,
    discount: int = 0,
    choices: Mapping[int, int] | None = None,
) -> Service:
    """A service of a product, agreed and invoiced as an order is."""
    priced = price(
        *(offer, "EUR", months),
        choices=choices or {},
        quantity=quantity,
        promotion=None,
        on=day_at(at),
    )
    agreed = Agreed(
        offer=offer,
        product=offer.name,
        label="site.example",
        options=priced.options,
        choices=priced.choices,
        supply=offer.supply,
        quantity=quantity,
        months=months,
        currency="EUR",
        price=priced.price,
        setup=0,
        discount=discount,
        discounts=None,
    )
    service, charges = open_service(account, agreed, at=at)
    settle(account, charges, at=at)
    return service
