"""Take back a price that is to come."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.catalog.events import PRICE_TAKEN_BACK
from troth.catalog.models import ChoicePrice, Price
from troth.catalog.note import note
from troth.catalog.set_price import BegunError
from troth.core.conflicts import act
from troth.core.day import day_at


@act
def take_back_price(price: Price | ChoicePrice, *, by: Person | None, at: datetime) -> None:
    """Remove a price that does not hold yet. Raises BegunError for one that does."""
    of = price.product if isinstance(price, Price) else price.choice
    gone, _kinds = of.prices.filter(pk=price.pk, starts__gt=day_at(at)).delete()
    if not gone:
        raise BegunError(_("This price already applies; set another one for a later day."))
    told = {"currency": price.currency, "months": price.months, "amount": price.amount}
    note(PRICE_TAKEN_BACK, of, by=by, at=at, starts=price.starts.isoformat(), **told)
