"""A provider's shop, and customers who order there."""

from troth.catalog.models import Product
from troth.proofs.visitor import Page
from troth.proofs.world import Customer, World
from troth.tax.take_rates import take_rates
from troth.testing import sell


def sells(world: World, name: str = "Hosting S") -> Product:
    """Have something on sale for ten euros a month, with the taxes of the day."""
    take_rates(at=world.now)
    return sell.product(name, {1: 1000})


def chooses(customer: Customer, product: Product) -> Page:
    """The order page, with a product in the order."""
    return customer.fill(f"/shop/hosting/{product.slug}/", "Add to order")


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
