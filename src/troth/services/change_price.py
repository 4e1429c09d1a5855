"""Have services that run cost something else from a day on, after their customers were told."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.catalog.events import PRICE_CHANGED
from troth.catalog.models import PriceChange, Product
from troth.catalog.note import note
from troth.catalog.set_price import set_price
from troth.core.conflicts import act
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.services.concerned import concerned
from troth.services.tell_of_price import changes, tell_of_price


def first_day(*, at: datetime) -> date:
    """The first day on which a price that is told of now may hold."""
    return day_at(at) + provider().price_notice


@act
def change_price(
    change: PriceChange, *, by: Person | None, at: datetime, new_orders: bool = False
) -> int:
    """Store a change that is not stored yet, and tell its customers; how many letters go out.

    Each service costs that from its first period on that begins on that day or later; new_orders:
    so do new orders from that day on, with the set-up fee that holds then.
    Raises TrothError where the notice would be too short, or that day has another change already.
    """
    if change.starts < first_day(at=at):
        raise TrothError(
            _("Customers are told in time. Choose %(day)s or a later day.")
            % {"day": day(first_day(at=at))}
        )
    # Whoever orders at this moment has done so before, or will have afterwards.
    product = Product.objects.select_for_update().get(pk=change.product_id)
    same = {"currency": change.currency, "months": change.months, "starts": change.starts}
    same |= {"choice": change.choice_id}
    if product.price_changes.filter(**same, withdrawn_at=None).exists():
        raise TrothError(_("A change for that day has already been announced. Withdraw it first."))
    change.made_at = change.told_at = at
    services = concerned(change)
    if not services:
        raise TrothError(_("No service’s price would change. Nobody was told."))
    change.save(force_insert=True)
    if new_orders:
        of = change.choice or product
        held = of.prices.filter(
            currency=change.currency, months=change.months, starts__lte=change.starts
        ).order_by("-starts")
        setup = held.values_list("setup", flat=True).first() or 0
        told = (change.currency, change.months, change.amount, setup, change.starts)
        set_price(of, *told, by=by, at=at)
    note(
        PRICE_CHANGED,
        change,
        by=by,
        at=at,
        product=change.product_id,
        choice=change.choice_id,
        services=len(services),
        amount=change.amount,
        starts=change.starts.isoformat(),
    )
    return tell_of_price(change, services, changes, at=at)
