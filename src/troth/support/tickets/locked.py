"""A ticket as it stands now, held for whoever changes it."""

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.support.models import Ticket


def locked(ticket: Ticket) -> tuple[Ticket, Account]:
    """The ticket and its account, in the order of every removal: the account first.

    Raises TrothError for one that was deleted, or is kept by law alone; GoneError where the account
    is gone.
    """
    if ticket.account is None:
        raise TrothError(_("This ticket has been deleted."))
    account = lock_or_refuse(ticket.account)
    there = Ticket.objects.filter(account=account, deleted_at=None, kept_since=None)
    current = there.select_for_update(of=("self",)).filter(pk=ticket.pk).first()
    if current is None or current.depersonalised_at:
        raise TrothError(_("This ticket has been deleted."))
    return current, account
