"""Cancel a service: now, or at the end of the period that runs."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.day import day, day_at
from troth.services.end import end_locked, give_back_now
from troth.services.events import CANCELLED, ENDED
from troth.services.locked import lock_running
from troth.services.models import Cancellation, Service
from troth.services.note import note
from troth.services.period import periods_back
from troth.services.standing import standing
from troth.services.tell import called, tell
from troth.wall.enter import beyond_wall


def end_of_period(service: Service, months: int, on: date) -> date:
    """The first day after the period in which a day lies, as far as it was charged; else that day.

    months: of a period, 0 for what has none.
    """
    paid = service.charged_through
    if paid is None or paid <= on:
        return on
    if not months:
        return paid
    *_later, (_starts, ends) = periods_back(paid, months, service.anchor or paid.day, to=on)
    return ends


@act
def cancel(
    service: Service,
    *,
    now: bool,
    at: datetime,
    because: str = "",
    credit: bool = False,
    by: Person | None = None,
) -> Cancellation:
    """Cancel a service, now or as of the end of its period; cancelled twice, the first holds.

    A service of which nothing is paid ahead ends now in either case. credit: whether the days left
    are given back of one that ends now, which is for staff to say. by: the customer, None for
    staff. Raises NotNowError for a service that has ended.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        earlier = standing(found)
        today = day_at(at)
        if earlier and not now:
            return earlier
        term = found.terms.filter(starts__lte=today).order_by("-starts", "-pk").first()
        ends = today if now else end_of_period(found, term.months if term else 0, today)
        made = earlier or Cancellation(account=found.account, service=found, person=by)
        made.asked_at, made.effective_on = at, ends
        made.because = because.strip() or made.because
        made.save()
        note(CANCELLED, found, gettext_noop("service cancelled"), at=at, by=by)
        if ends <= today:
            end_locked([found.pk], at=at)
            give_back_now(found, at=at, credit=credit)
            note(ENDED, found, gettext_noop("service ended"), at=at, by=by, counts={"services": 1})
        tell(found, lambda: _words(found, ends, today), at=at)
    return made


def _words(service: Service, ends: date, today: date) -> tuple[str, str]:
    if ends <= today:
        return (
            _("Your cancellation"),
            _("You cancelled %(service)s at once. It has ended.") % {"service": called(service)},
        )
    return (
        _("Your cancellation"),
        _("You cancelled %(service)s. It runs until %(day)s, that day included.")
        % {"service": called(service), "day": day(ends - timedelta(days=1))},
    )
