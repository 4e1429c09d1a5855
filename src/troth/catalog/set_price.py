"""Set what a product, or a choice, costs in new orders from a day on."""

from datetime import date, datetime
from typing import Any

from django.db.models import Manager
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.catalog.events import PRICE_SET
from troth.catalog.models import Choice, Product
from troth.catalog.note import note
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError


class BegunError(TrothError):
    """What a price was on a day that has begun can be told for ever."""


@act
def set_price(
    of: Product | Choice,
    currency: str,
    months: int,
    amount: int | None,
    setup: int,
    starts: date,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Have a price in minor units hold from a day on; what was set for that day it replaces.

    amount: None for a product that is not sold by this period from then on. Nothing changes for
    whoever has ordered. Raises BegunError for a day that is over, and for today where a price
    holds since today, unless it is the first of a hidden product of which nobody has a service.
    """
    if starts < day_at(at):
        raise BegunError(_("A price applies from today, or from a later day."))
    prices: Manager[Any] = of.prices
    key: dict[str, Any] = {"currency": currency, "months": months, "starts": starts}
    stored = prices.filter(**key)
    earlier = prices.filter(currency=currency, months=months, starts__lt=starts)
    unseen = _is_unseen(of) and not earlier.exists()
    if starts == day_at(at) and stored.exists() and not unseen:
        raise BegunError(_("A price already applies from today. Choose tomorrow or a later day."))
    prices.update_or_create(**key, defaults={"amount": amount, "setup": setup})
    told = {"currency": currency, "months": months, "amount": amount, "setup": setup}
    note(PRICE_SET, of, by=by, at=at, starts=starts.isoformat(), **told)


def _is_unseen(of: Product | Choice) -> bool:
    """Whether nobody has been sold anything by a price of this."""
    product = of if isinstance(of, Product) else of.option.product
    return product.hidden and not product.services.exists()
