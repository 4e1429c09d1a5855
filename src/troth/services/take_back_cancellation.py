"""Take the cancellation of a service back, while the service is still there."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.services.change import Change, ChangedError, term_on
from troth.services.concerned import prices_to_come
from troth.services.events import KEPT
from troth.services.go_on import GoesOn, goes_on
from troth.services.locked import NotNowError, lock_running
from troth.services.models import Cancellation, Service
from troth.services.note import note
from troth.services.own_price import own_prices
from troth.services.standing import standing
from troth.services.tell import called, tell
from troth.services.tell_of_price import changes, tell_of_price
from troth.wall.enter import beyond_wall


@act
def take_back_cancellation(
    service: Service, *, at: datetime, by: Person | None = None, seen: str | None = None
) -> None:
    """Have a service go on as if nobody had cancelled it, and tell its owner. Twice is once.

    by: the customer, None for staff, who take back too that unpaid invoices end it, where that
    alone stands; of customers the payment does. seen: the hash of `kept` that was agreed to, None
    where nobody is asked. Raises NotNowError for a service that has ended or ends as it is not
    paid, ChangedError where it comes to something else by now.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        taken = _taken(found, by_customer=by is not None)
        if taken is None:
            return
        made = kept(found, at=at, by_customer=by is not None)
        if made and seen not in (None, made.seen):
            raise ChangedError
        for change, own in prices_to_come(found, since=taken.asked_at, at=at):
            tell_of_price(change, own, changes, at=at)
        note(KEPT, found, gettext_noop("cancellation of a service taken back"), at=at, by=by)
        tell(found, lambda: _words(found), at=at)


def kept(service: Service, *, at: datetime, by_customer: bool) -> GoesOn | None:
    """Take a cancellation back; what it comes to, None where nothing is agreed.

    Raises NotNowError for a service that has ended, and where no cancellation stands.
    """
    found = lock_running(service, at=at)
    taken = _taken(found, by_customer=by_customer)
    if taken is None:
        raise NotNowError(_("There is no cancellation to undo."))
    taken.taken_back_at = at
    taken.save(update_fields=["taken_back_at"])
    on = day_at(at)
    term = term_on(found, on)
    if term is None:
        return None
    through = found.charged_through or on
    anchor = found.anchor or through.day
    return goes_on(Change(term, (), through, anchor, on, own_prices(found)))


def _taken(service: Service, *, by_customer: bool) -> Cancellation | None:
    """The cancellation that is taken back, if any stands. Raises NotNowError where payment does."""
    own = standing(service)
    unpaid = service.cancellations.filter(kind=Cancellation.Kind.UNPAID, taken_back_at=None).first()
    if unpaid and not own and by_customer:
        raise NotNowError(
            _("It ends because of unpaid invoices. Once they are paid, it continues.")
        )
    return own or unpaid


def _words(service: Service) -> tuple[str, str]:
    return (
        _("Your cancellation is undone"),
        _("The cancellation of %(service)s is undone. The service continues as agreed.")
        % {"service": called(service)},
    )
