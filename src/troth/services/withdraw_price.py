"""Withdraw a new price for services that run, before it holds for any of them."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.catalog.events import PRICE_STAYS
from troth.catalog.models import PriceChange, Product
from troth.catalog.note import note
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.services.concerned import concerned
from troth.services.models import Term
from troth.services.tell_of_price import stays, tell_of_price


@act
def withdraw_price(change: PriceChange, *, by: Person | None, at: datetime) -> int:
    """Have what was agreed stay as it is, and tell who was told; how many letters go out.

    Raises TrothError where it holds already: periods are charged some days before they begin.
    """
    Product.objects.select_for_update().get(pk=change.product_id)
    change = PriceChange.objects.select_for_update().get(pk=change.pk)
    if change.withdrawn_at:
        return 0
    assert change.told_at
    # Whose service began earlier, here or in the account that it came from.
    earlier = Q(service__started_at__lte=change.told_at)
    earlier |= Q(service__terms__priced_on__lt=day_at(change.told_at))
    charged = Term.objects.filter(
        earlier,
        offer=change.product_id,
        currency=change.currency,
        months=change.months,
        starts__gte=change.starts,
    )
    if change.choice_id:
        charged = charged.filter(choices__has_key=str(change.choice_id))
    if change.starts <= day_at(at) or charged.exists():
        raise TrothError(_("This price already applies to some. Announce another one instead."))
    change.withdrawn_at = at
    change.save(update_fields=["withdrawn_at"])
    services = concerned(change)
    note(PRICE_STAYS, change, by=by, at=at, product=change.product_id, services=len(services))
    return tell_of_price(change, services, stays, at=at)
