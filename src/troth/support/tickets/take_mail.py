"""Open a ticket of a mail of a customer that asks for no right."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Membership
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.opens import opens
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.put_aside import put_aside
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.ask import ask
from troth.support.tickets.files_with import files_with


@act
def take_mail(request: RightsRequest, account: Account, subject: str, *, at: datetime) -> Ticket:
    """The ticket, with the files of the mail; the mail is put aside, and stays in the mailbox.

    Whoever wrote is mailed the ticket's number. Raises TrothError for a request that has a right
    or is closed, and for a mail of nobody who is proven to be one who may see tickets there.
    """
    account = lock_or_refuse(account)
    current = locked(request)
    sender = current.person
    if sender is None or account not in accounts_of(current):
        raise TrothError(_("This sender sees no tickets of that account."))
    text = current.text.removeprefix(f"{subject}\n\n")  # a mail's subject is its first line
    files = files_with(current)
    put_aside(current, "ticket", at=at)
    return ask(
        account, subject, text, by=sender, at=at, came_by=TicketMessage.CameBy.MAIL, files=files
    )


def accounts_of(request: RightsRequest) -> list[Account]:
    """Of whom a mail proves that they wrote it: the accounts whose tickets they see."""
    if request.person is None:
        return []
    mine = Membership.objects.filter(person=request.person).select_related("account")
    return [each.account for each in mine.order_by("pk") if opens(each, Ticket)]
