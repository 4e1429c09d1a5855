"""Tell customers that a price of its own of a service ends, in time before."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.services.change_price import first_day
from troth.services.models import Cancellation, OwnPrice
from troth.services.tell_of_own_price import tell_of_own_price
from troth.services.tell_of_price import changes


@act
def tell_of_ends(*, at: datetime) -> None:
    """Write about each whose end comes within the notice that new prices have; once."""
    gone = Cancellation.objects.filter(
        service=OuterRef("service"), taken_back_at=None, effective_on__lte=OuterRef("until")
    )
    ends = OwnPrice.objects.select_for_update(of=("self",), skip_locked=True).filter(
        ~Exists(gone),
        end_told_at=None,
        taken_back_at=None,
        until__gt=day_at(at),
        until__lte=first_day(at=at),
        service__ended_at=None,
    )
    rows = list(ends.select_related("service"))
    tell_of_own_price(rows, changes, at=at)
    OwnPrice.objects.filter(pk__in=[each.pk for each in rows]).update(end_told_at=at)
