"""What the shop shows: groups of products, and what each costs by which period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from troth.billing.readers import Reader
from troth.catalog.models import ChoicePrice, Group, Price, Product
from troth.catalog.price import choice_prices_on, prices_on


@dataclass(frozen=True)
class Tag:
    """What a price is to whoever reads it, in minor units, with the tax that is shown to them."""

    months: int
    currency: str
    amount: int
    setup: int


@dataclass(frozen=True)
class Offer:
    """A product with its prices in one currency, the shortest period first."""

    product: Product
    prices: Sequence[Tag]

    @property
    def lowest(self) -> Tag:
        """The price that is the lowest a month; what is paid once counts as a month."""
        return min(self.prices, key=lambda price: price.amount / (price.months or 1))

    @property
    def a_month(self) -> int:
        """What that comes to a month, rounded up."""
        return -(-self.lowest.amount // (self.lowest.months or 1))

    @property
    def sold_out(self) -> bool:
        return self.product.stock == 0

    def by(self, months: int) -> Tag | None:
        """The price by a period; None where it is not sold by it."""
        return next((price for price in self.prices if price.months == months), None)


def listed(*, hidden: bool = False) -> QuerySet[Product]:
    """The products that the shop lists; hidden: with those that it would not."""
    sold = orderable(hidden=hidden)
    return sold if hidden else sold.filter(unlisted=False)


def orderable(*, hidden: bool = False) -> QuerySet[Product]:
    """The products that can be ordered by who has the link; hidden: with those that nobody can."""
    sold = Product.objects.filter(retired_at=None)
    return sold if hidden else sold.filter(hidden=False, group__hidden=False)


def groups(*, hidden: bool = False) -> list[Group]:
    """The groups of these products, in their order."""
    return list(Group.objects.filter(pk__in=listed(hidden=hidden).values("group")))


def offers(
    groups: Iterable[Group], currency: str, reader: Reader, *, on: date, hidden: bool = False
) -> list[Offer]:
    """The products of these groups that are sold in a currency on a day, in their order."""
    products = listed(hidden=hidden).filter(group__in=list(groups))
    ordered = products.order_by("group__position", "position", "name")
    return priced(ordered, currency, reader, on=on)


def priced(products: Iterable[Product], currency: str, reader: Reader, *, on: date) -> list[Offer]:
    """These products with their prices, without those that are not sold."""
    products = list(products)
    found: dict[int, list[Tag]] = {}
    supplies = {product.pk: product.supply for product in products}
    for price in prices_on(on, Q(product__in=products, currency=currency)):
        tag = tag_of(price, supplies[price.product_id], reader)
        found.setdefault(price.product_id, []).append(tag)
    return [Offer(product, found[product.pk]) for product in products if product.pk in found]


def choices_priced(
    products: Iterable[Product], currency: str, reader: Reader, *, on: date
) -> dict[int, list[Tag]]:
    """What each choice of these products adds to their prices, by the key of the choice."""
    found: dict[int, list[Tag]] = {}
    of_these = Q(choice__option__product__in=list(products), currency=currency)
    for price in choice_prices_on(on, of_these):
        tag = tag_of(price, price.choice.option.product.supply, reader)
        found.setdefault(price.choice_id, []).append(tag)
    return found


def tag_of(price: Price | ChoicePrice, supply: str, reader: Reader) -> Tag:
    """A price of the catalogue as its reader is shown it."""
    shown = (reader.price(amount or 0, supply) for amount in (price.amount, price.setup))
    return Tag(price.months, price.currency, *shown)


def currencies(*, on: date, hidden: bool = False, besides: Product | None = None) -> list[str]:
    """The currencies in which something that is listed is sold, or one product besides."""
    shown = Q(product__in=listed(hidden=hidden)) | Q(product=besides)
    return sorted({price.currency for price in prices_on(on, shown)})


def periods(offers: Iterable[Offer]) -> list[int]:
    """The periods by which any of these is sold, in months."""
    return sorted({price.months for offer in offers for price in offer.prices})
