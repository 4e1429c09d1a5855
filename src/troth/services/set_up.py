"""Say that a service is set up, and welcome its customer."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.services.events import SET_UP
from troth.services.locked import lock_running, refuse_closed
from troth.services.models import Service
from troth.services.note import note
from troth.services.welcome import welcome


def to_set_up() -> QuerySet[Service]:
    """Services that are ordered, and yet to be set up."""
    return Service.objects.filter(activated_at=None, ended_at=None, offer__isnull=False)


@act
def set_up(service: Service, *, at: datetime, by: Person | None = None) -> None:
    """From now on a service is there; its customer gets the product's welcome. Twice is once.

    by: who set it up, None for the system. Raises NotNowError for a service that has ended, and
    in an account that is closed.
    """
    found = lock_running(service, at=at)
    if found.activated_at:
        return
    refuse_closed(found.account)
    found.activated_at = at
    if found.delivery_ends_right:
        found.withdraw_until = None
    found.save(update_fields=["activated_at", "withdraw_until"])
    note(SET_UP, found, gettext_noop("service set up"), at=at, by=by)
    welcome(found, at=at)
