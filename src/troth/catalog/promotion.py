"""Find the promotion of a code that somebody typed."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from troth.catalog.models import Product, Promotion
from troth.catalog.price import NotSoldError, is_for
from troth.catalog.words import period
from troth.wall.enter import beyond_wall


class PromotionError(NotSoldError):
    """The code takes nothing off."""


def promotion_of(code: str, currency: str, *, on: date) -> Promotion:
    """The promotion of a code, as it stands now. Raises PromotionError for one that does not hold.

    Customers read no promotions: they have to know the code.
    """
    with beyond_wall():
        found = (
            Promotion.objects.filter(code__iexact=code).prefetch_related("products").first()
            if code
            else None
        )
    if found is None or (found.currency and found.currency != currency):
        raise PromotionError(_("There is no promotion “%(code)s”.") % {"code": code})
    if found.limit is not None and found.used >= found.limit:
        raise PromotionError(_("The promotion “%(code)s” is used up.") % {"code": code})
    if (found.starts and on < found.starts) or (found.ends and on > found.ends):
        raise PromotionError(_("The promotion “%(code)s” is not valid today.") % {"code": code})
    return found


def for_nothing(promotion: Promotion, products: Iterable[Product]) -> PromotionError:
    """Why a promotion takes nothing off these products."""
    told = {"code": promotion.code, "periods": ", ".join(map(period, promotion.months))}
    if any(is_for(promotion, each, months) for each in products for months in promotion.months):
        return PromotionError(
            _("The promotion “%(code)s” is for another period: %(periods)s.") % told
        )
    return PromotionError(_("The promotion “%(code)s” is for nothing in your order.") % told)
