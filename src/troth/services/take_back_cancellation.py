"""Take the cancellation of a service back, while the service is still there."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.services.events import KEPT
from troth.services.locked import lock_running
from troth.services.models import Service
from troth.services.note import note
from troth.wall.enter import beyond_wall


@act
def take_back_cancellation(service: Service, *, at: datetime, by: Person | None = None) -> None:
    """Have a service go on as if nobody had cancelled it. Twice is once.

    by: the customer, None for staff. Raises NotNowError for a service that has ended.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        if found.cancellations.filter(taken_back_at=None).update(taken_back_at=at):
            note(KEPT, found, gettext_noop("cancellation of a service taken back"), at=at, by=by)
