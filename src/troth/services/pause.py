"""Pause a service, as staff do. Its days are charged as ever: it is kept, and kept ready."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.services.events import PAUSED
from troth.services.locked import lock_running
from troth.services.models import Service, Suspension
from troth.services.note import note
from troth.services.tell import called, tell


@act
def pause(
    service: Service, reason: Suspension.Reason, remark: str, *, at: datetime, by: Person
) -> None:
    """Pause a service for a reason, with a remark that staff alone read. Twice is once.

    Raises NotNowError for a service that has ended.
    """
    found = lock_running(service, at=at)
    refuse_restricted("services.pause.pause", found.account)
    if found.suspensions.filter(reason=reason, until=None).exists():
        return
    Suspension.objects.create(
        account=found.account, service=found, reason=reason, note=remark.strip(), since=at
    )
    what = gettext_noop("service paused")
    note(PAUSED, found, what, at=at, by=by, counts={"reason": reason.value})
    tell(found, lambda: _words(found, reason), at=at)


def _words(service: Service, reason: Suspension.Reason) -> tuple[str, str]:
    return (
        _("Your service is paused"),
        _("Your service %(service)s is paused: %(reason)s. Write to us to resume it.")
        % {"service": called(service), "reason": reason.label},
    )
