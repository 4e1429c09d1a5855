"""Take the cancellation of a service back, while the service is still there."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.services.concerned import prices_to_come
from troth.services.events import KEPT
from troth.services.locked import lock_running
from troth.services.models import Cancellation, Service
from troth.services.note import note
from troth.services.standing import standing
from troth.services.tell_of_price import changes, tell_of_price
from troth.wall.enter import beyond_wall


@act
def take_back_cancellation(service: Service, *, at: datetime, by: Person | None = None) -> None:
    """Have a service go on as if nobody had cancelled it. Twice is once.

    by: the customer, None for staff, who take back too that unpaid invoices end it, where that
    alone stands; of customers the payment does. Raises NotNowError for a service that has ended.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        taken = standing(found) or (None if by else _unpaid(found))
        if taken:
            taken.taken_back_at = at
            taken.save(update_fields=["taken_back_at"])
            for change, own in prices_to_come(found, since=taken.asked_at, at=at):
                tell_of_price(change, own, changes, at=at)
            note(KEPT, found, gettext_noop("cancellation of a service taken back"), at=at, by=by)


def _unpaid(service: Service) -> Cancellation | None:
    unpaid = service.cancellations.filter(kind=Cancellation.Kind.UNPAID, taken_back_at=None)
    return unpaid.first()
