"""A provider's shop, and customers who order there."""

from troth.catalog.models import Product
from troth.proofs.visitor import Page
from troth.proofs.world import Customer, World
from troth.tax.models import Rate
from troth.testing import make


def sells(world: World, slug: str = "s") -> Product:
    """Have something on sale by the month, in euros, with the taxes of the first day."""
    country = world.policy.tables.provider.country
    for place, rate in {country: 0 if country == "US" else 1900, "DE": 1900}.items():
        Rate.objects.get_or_create(
            place=place,
            kind="standard",
            valid_from=make.LONG_AGO.date(),
            defaults={"rate": rate, "source": "a proof"},
        )
    return make.product(slug)


def chooses(customer: Customer, product: Product) -> Page:
    """The order page, with a product in the order."""
    return customer.fill(f"/shop/web/{product.slug}/", "Put it into my order")


def orders(customer: Customer, product: Product, **typed: object) -> Page:
    """The answer to an order of a product."""
    chooses(customer, product)
    return customer.fill("/shop/order/", "Order", **typed)


def pays(world: World, customer: Customer, amount: str) -> None:
    """Have the desk take in a payment of euros, once it has seen what that comes to."""
    desk = world.staff("billing")
    path = f"/desk/customers/account/{customer.account}/money/receive/"
    typed = {"amount": amount, "currency": "EUR", "method": "transfer"}
    (seen,) = (f.fields["seen"] for f in desk.post(path, **typed).tree.forms if "seen" in f.fields)
    desk.post(path, **typed, seen=seen)
