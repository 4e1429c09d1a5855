"""What the shop shows: groups of products, and what each costs by which period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from troth.catalog.models import Group, Price, Product
from troth.catalog.price import prices_on


@dataclass(frozen=True)
class Offer:
    """A product with its prices in one currency, the shortest period first."""

    product: Product
    prices: Sequence[Price]

    @property
    def lowest(self) -> Price:
        """The price that is the lowest a month; what is paid once counts as a month."""
        return min(self.prices, key=lambda price: (price.amount or 0) / (price.months or 1))

    @property
    def a_month(self) -> int:
        """What that comes to a month, rounded up."""
        return -(-(self.lowest.amount or 0) // (self.lowest.months or 1))

    @property
    def sold_out(self) -> bool:
        return self.product.stock == 0

    def by(self, months: int) -> Price | None:
        """The price by a period; None where it is not sold by it."""
        return next((price for price in self.prices if price.months == months), None)


def groups() -> list[Group]:
    """The groups that are shown, in their order."""
    shown = Product.objects.filter(hidden=False, retired_at=None)
    return list(Group.objects.filter(hidden=False, pk__in=shown.values("group")))


def offers(groups: Iterable[Group], currency: str, *, on: date) -> list[Offer]:
    """The products of these groups that are sold in a currency on a day, in their order."""
    products = Product.objects.filter(group__in=list(groups), hidden=False, retired_at=None)
    return priced(products.order_by("group__position", "position", "name"), currency, on=on)


def priced(products: Iterable[Product], currency: str, *, on: date) -> list[Offer]:
    """These products with their prices, without those that are not sold."""
    products = list(products)
    found: dict[int, list[Price]] = {}
    for price in prices_on(on, Q(product__in=products, currency=currency)):
        found.setdefault(price.product_id, []).append(price)
    return [Offer(product, found[product.pk]) for product in products if product.pk in found]


def currencies(*, on: date) -> list[str]:
    """The currencies in which something is sold."""
    shown = Q(product__hidden=False, product__retired_at=None, product__group__hidden=False)
    return sorted({price.currency for price in prices_on(on, shown)})


def periods(offers: Iterable[Offer]) -> list[int]:
    """The periods by which any of these is sold, in months."""
    return sorted({price.months for offer in offers for price in offer.prices})
