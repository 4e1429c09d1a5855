"""Have a service that staff paused go on."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.services.events import RESUMED
from troth.services.locked import lock_running
from troth.services.models import Service, Suspension
from troth.services.note import note
from troth.services.tell import called, tell


@act
def resume(service: Service, *, at: datetime, by: Person) -> None:
    """End every pause but that for an overdue invoice, which ends with its payment. Twice is once.

    Raises NotNowError for a service that has ended.
    """
    found = lock_running(service, at=at)
    paused = found.suspensions.filter(until=None).exclude(reason=Suspension.Reason.OVERDUE)
    if not paused.update(until=at):
        return
    note(RESUMED, found, gettext_noop("service resumed"), at=at, by=by)
    tell(found, lambda: _words(found), at=at)


def _words(service: Service) -> tuple[str, str]:
    return (
        _("Your service is running again"),
        _("Your service %(service)s is running again.") % {"service": called(service)},
    )
