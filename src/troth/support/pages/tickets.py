"""Questions to the provider's staff, and their answers."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.delete_one import deletable, delete_one
from troth.accounts.models import Account, Membership, Person
from troth.core.errors import TrothError
from troth.gates.collect import form_rule
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.portal import errors
from troth.portal.access import me, of_account, outside_the_wall
from troth.portal.done import done
from troth.portal.paging import listing
from troth.portal.wording import purposes_of
from troth.publishing.running import policy_on
from troth.support.file_of import file_of
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.ask import ask
from troth.support.tickets.close import close
from troth.support.tickets.waiting import with_last
from troth.support.tickets.write import write


class TicketForm(Form):
    """What somebody asks our staff. Who they are, and where they are answered, is known."""

    subject = Line(label=gettext_lazy("Subject"), max_length=150)
    text = Paragraphs(label=gettext_lazy("Your message"), max_length=20_000)


class AnswerForm(Form):
    """What somebody writes in their ticket."""

    text = Paragraphs(label=gettext_lazy("Your message"), max_length=20_000)


@require_safe
@of_account(Ticket)
def tickets(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Tickets, open and closed, each with whose turn it is; the last written in first."""
    mine = with_last(membership.account.tickets.filter(deleted_at=None))
    found = listing(request, mine, by="active_at", search=("subject",))
    context = {"account": membership.account, "listing": found}
    return render(request, "support/tickets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall  # behind which tickets are only read
@of_account(Ticket)
def new_ticket(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Open a ticket; sent twice, it is one."""
    now, account = timezone.now(), membership.account
    form = TicketForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not ratelimit.consume(request, action="new_ticket", user=me(request)):
            return errors.too_many(request)
        told = form.cleaned_data
        try:
            made = ask(account, told["subject"], told["text"], by=me(request), at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Your ticket is open. We have sent you its number by e-mail.")
            )
            return redirect("ticket", account.pk, made.pk)
    policy = policy_on(now)
    rule = form_rule("support", policy)
    context = {
        "account": account,
        "form": form,
        "purposes": purposes_of(rule[1], policy) if rule else [],
    }
    return render(request, "support/new_ticket.html", context)


@require_safe
@of_account(Ticket)
def ticket(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One ticket with its messages, the newest first."""
    found = _ticket(membership.account, number)
    written = found.messages.select_related("author").defer("author__password")
    talk = listing(request, written, by="at")
    context = {
        "account": membership.account,
        "ticket": found,
        "listing": talk,
        "deletable": deletable("ticket", policy_on(timezone.now())),
        "said": [(each, _by(each, me(request))) for each in talk.rows],
        "form": AnswerForm(),
    }
    return render(request, "support/ticket.html", context)


@require_POST
@outside_the_wall  # behind which tickets are only read
@of_account(Ticket)
def answer(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Write in a ticket; one that was closed is open again."""
    found = _ticket(membership.account, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "support/ticket_answer.html",
            {"account": membership.account, "ticket": found, "form": form},
        )
    if not ratelimit.consume(request, action="ticket", user=me(request)):
        return errors.too_many(request)

    def act() -> object:
        return write(found, form.cleaned_data["text"], by=me(request), at=timezone.now())

    done(request, act, _("Your message stands in the ticket. Our staff will answer it."))
    return redirect("ticket", membership.account_id, number)


@require_POST
@outside_the_wall  # behind which tickets are only read
@of_account(Ticket)
def close_ticket(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Close a ticket that is settled."""
    found = _ticket(membership.account, number)
    done(
        request,
        lambda: close(found, by=me(request), at=timezone.now()),
        _("The ticket is closed. To open it again, write in it."),
    )
    return redirect("ticket", membership.account_id, number)


@require_POST
@outside_the_wall  # behind which tickets are only read
@of_account(Ticket)
def delete(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Delete a ticket where the policy purges what is deleted; a second click finds it gone."""
    now = timezone.now()
    if not deletable("ticket", policy_on(now)):
        raise Http404
    if found := membership.account.tickets.filter(pk=number).first():
        delete_one(found, by=me(request), at=now)
    messages.success(request, _("The ticket is deleted."))
    return redirect("tickets", membership.account_id)


@require_safe
@of_account(Ticket)
def attachment(
    request: HttpRequest, membership: Membership, number: int, file: int
) -> HttpResponseBase:
    """The file that came with a message, to be stored and never to be shown by the browser."""
    return file_of(_ticket(membership.account, number), file)


def _ticket(account: Account, number: int) -> Ticket:
    """One of the account's own. Raises Http404."""
    return get_object_or_404(account.tickets.filter(deleted_at=None), pk=number)


def _by(message: TicketMessage, reader: Person) -> str:
    """Who wrote it; the name goes when its owner is erased. Staff are not named."""
    if message.is_ours:
        return _("Our staff")
    if message.author_id is None:
        return _("Someone who has left")
    if message.author_id == reader.pk:
        return _("You")
    # Behind the second wall there are none but the people of one's accounts.
    if message.author is None or message.author.is_staff:
        return _("Our staff, or someone who has left")
    return message.author_name
