"""Take the cancellation of a service back, while the service is still there."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.services.concerned import prices_to_come
from troth.services.events import KEPT
from troth.services.locked import lock_running
from troth.services.models import Service
from troth.services.note import note
from troth.services.tell_of_price import changes, tell_of_price
from troth.wall.enter import beyond_wall


@act
def take_back_cancellation(service: Service, *, at: datetime, by: Person | None = None) -> None:
    """Have a service go on as if nobody had cancelled it. Twice is once.

    by: the customer, None for staff. Raises NotNowError for a service that has ended.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        standing = found.cancellations.filter(taken_back_at=None).first()
        if standing:
            standing.taken_back_at = at
            standing.save(update_fields=["taken_back_at"])
            for change, own in prices_to_come(found, since=standing.asked_at, at=at):
                tell_of_price(change, own, changes, at=at)
            note(KEPT, found, gettext_noop("cancellation of a service taken back"), at=at, by=by)
