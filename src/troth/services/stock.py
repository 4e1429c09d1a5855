"""The stock of a product, of which nobody takes more than there is."""

from django.db.models import F
from django.utils.translation import gettext as _

from troth.catalog.models import Product
from troth.catalog.price import NotSoldError


def is_in_stock(offer: Product, quantity: int) -> bool:
    """Whether so many of it can be taken."""
    return offer.stock is None or offer.stock >= quantity


def take_stock(offer: Product, quantity: int) -> None:
    """Take so many off the stock, where it is counted. Raises NotSoldError for more than it has."""
    if not take_if_there(offer.pk, quantity):
        raise NotSoldError(_("%(product)s is sold out.") % {"product": offer.said.name})


def take_if_there(offer: int, quantity: int) -> bool:
    """Take so many of a product, by its key, and say whether there were as many."""
    counted = Product.objects.filter(pk=offer, stock__isnull=False)
    enough = counted.filter(stock__gte=quantity).update(stock=F("stock") - quantity)
    return bool(enough) or not counted.exists()


def give_stock_back(offer: int, quantity: int) -> None:
    """Put so many of a product back, by its key, where its stock is counted."""
    counted = Product.objects.filter(pk=offer, stock__isnull=False)
    counted.update(stock=F("stock") + quantity)
