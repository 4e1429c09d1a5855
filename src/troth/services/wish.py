"""What somebody wants of a service, priced as the catalogue has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from troth.catalog.models import Product
from troth.catalog.price import NotSoldError, price
from troth.catalog.said import as_written
from troth.services.models import Service, Term


@dataclass(frozen=True)
class Wish:
    """What a service is to be. `price` is for one period of `months`, for all of the `quantity`."""

    offer: Product | None
    product: str
    options: str
    supply: str
    quantity: int
    months: int
    price: int
    choices: Mapping[str, int] = field(default_factory=dict)


def wished(
    service: Service,
    term: Term,
    offer: Product,
    months: int,
    quantity: int,
    choices: Mapping[int, int],
    *,
    on: date,
    by_staff: bool = False,
) -> Wish:
    """What a service would be as another product, by other periods or another quantity.

    It costs what the catalogue says on that day; a discount does not go along. Customers change to
    what the catalogue lists as an upgrade, staff to everything. Raises NotSoldError.
    """
    same = offer.pk == service.offer_id
    if not (by_staff or same or is_upgrade(service, offer)):
        raise NotSoldError(_("This service cannot be changed to that. Please choose another."))
    if same and offer.stock is not None:
        offer.stock += term.quantity  # those that the service has already
    priced = price(
        offer, term.currency, months, choices=choices, quantity=quantity, promotion=None, on=on
    )
    with as_written():
        options = priced.options
    return Wish(
        offer=offer,
        product=offer.name,
        options=options,
        supply=offer.supply,
        quantity=quantity,
        months=months,
        price=quantity * priced.price,
        choices=priced.choices,
    )


def is_upgrade(service: Service, offer: Product) -> bool:
    """Whether the catalogue lets customers change a service to a product."""
    return bool(service.offer and service.offer.upgrades.filter(to=offer).exists())
