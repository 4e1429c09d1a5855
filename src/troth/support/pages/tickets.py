"""Questions to the provider's staff, and their answers."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership, Person
from troth.portal.access import me, of_account
from troth.portal.paging import listing
from troth.support.models import Ticket, TicketMessage


@require_safe
@of_account(Ticket)
def tickets(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Tickets, open and closed."""
    found = listing(
        request,
        membership.account.tickets.filter(deleted_at=None),
        by="opened_at",
        search=("subject",),
    )
    context = {"account": membership.account, "listing": found}
    return render(request, "support/tickets.html", context)


@require_safe
@of_account(Ticket)
def ticket(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One ticket with its messages, the newest first."""
    found = _ticket(membership.account, number)
    messages = found.messages.select_related("author").defer("author__password")
    talk = listing(request, messages, by="at")
    context = {
        "account": membership.account,
        "ticket": found,
        "listing": talk,
        "said": [(each, _by(each, me(request)), _by_others(each)) for each in talk.rows],
    }
    return render(request, "support/ticket.html", context)


@require_safe
@of_account(Ticket)
def attachment(
    request: HttpRequest, membership: Membership, number: int, file: int
) -> HttpResponseBase:
    """The file that came with a message, to be stored and never to be shown by the browser."""
    found = get_object_or_404(_ticket(membership.account, number).messages, pk=file)
    if not found.attachment:
        raise Http404
    try:
        opened = found.attachment.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    # Whoever sent it chose its name, and could have chosen its type: neither is believed.
    name = " ".join(found.attachment_name.split()) or "attachment"
    return FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def _ticket(account: Account, number: int) -> Ticket:
    """One of the account's own. Raises Http404."""
    return get_object_or_404(account.tickets.filter(deleted_at=None), pk=number)


def _by(message: TicketMessage, reader: Person) -> str:
    """Who wrote it; the name goes when its owner is erased."""
    if message.author_id == reader.pk:
        return _("You")
    return message.author_name or _("Somebody who has left")


def _by_others(message: TicketMessage) -> bool:
    """Whether none of the account's people wrote it: behind the second wall there are no others."""
    return message.author_id is not None and message.author is None
