"""Enter a rate of tax by hand, from today or a later day on."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.tax.events import RATE_ENTERED
from troth.tax.models import Rate
from troth.tax.take_rates import BY_HAND


class PastRateError(TrothError):
    """What was charged by the rates of a day that is over stays as it was."""


@act
def enter_rate(place: str, kind: str, rate: int, valid_from: date, *, at: datetime) -> Rate:
    """Have a rate, in parts per million, hold from a day on.

    Entered again for that day, it replaces. Raises PastRateError for a day that is over.
    """
    if valid_from < day_at(at):
        raise PastRateError(_("A rate applies from today, or from a later day."))
    entered, _new = Rate.objects.update_or_create(
        place=place,
        kind=kind,
        valid_from=valid_from,
        defaults={"rate": rate, "source": BY_HAND},
    )
    # Under `rate` releases up to 0.1 told hundredths of a percent; what is signed stays.
    counts = {"place": place, "kind": kind, "millionths": rate, "from": valid_from.isoformat()}
    note(RATE_ENTERED, at=at, counts=counts)
    return entered
