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
    counted = Product.objects.filter(pk=offer.pk, stock__isnull=False)
    enough = counted.filter(stock__gte=quantity).update(stock=F("stock") - quantity)
    if not enough and counted.exists():
        raise NotSoldError(_("%(product)s is sold out.") % {"product": offer.name})


def give_stock_back(offer: Product, quantity: int) -> None:
    """Put so many back, where the stock is counted."""
    counted = Product.objects.filter(pk=offer.pk, stock__isnull=False)
    counted.update(stock=F("stock") + quantity)
