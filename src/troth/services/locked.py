"""The one way in which a verb takes hold of a service: its account first, as every removal does."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.services.models import Service


class NotNowError(TrothError):
    """This cannot be done with the service as it stands; the message says what can."""


def lock_service(service: Service) -> Service:
    """A service and its account as they stand now, locked until the transaction ends.

    Raises GoneError for an account that is gone, NotNowError for a service that is.
    """
    account = lock_or_refuse(service.account)
    found = Service.objects.select_for_update().filter(pk=service.pk, account=account).first()
    if found is None or found.deleted_at:
        raise NotNowError(_("This service no longer exists; nothing was changed."))
    found.account = account
    return found


def refuse_closed(account: Account) -> None:
    """Raise NotNowError for an account that is closed: what would begin in it ends this night."""
    if account.cancelled_at:
        raise NotNowError(_("The account is closed. Reopen it first."))


def lock_running(service: Service, *, at: datetime) -> Service:
    """The same for a service that has not ended. Raises NotNowError for one that has."""
    found = lock_service(service)
    if found.ended_at and found.ended_at <= at:
        raise NotNowError(_("This service has already ended; nothing was changed."))
    return found
