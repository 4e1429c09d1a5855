"""Tickets: which wait for an answer, each with what was said, and a new one for a customer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.find import find
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.gates.read import Ground, may_read, read
from troth.messaging.language import in_language_of
from troth.portal.access import me
from troth.portal.done import done
from troth.portal.paging import Listing, listing
from troth.publishing.running import policy_on
from troth.requests.desk.may import answers_inquiries
from troth.support.desk.subjects import found, with_subjects
from troth.support.file_of import file_of
from troth.support.models import Ticket, TicketMessage
from troth.support.tickets.answer import answer
from troth.support.tickets.close import close
from troth.support.tickets.open_ticket import open_ticket
from troth.support.tickets.reopen import reopen
from troth.support.tickets.tell import concerned
from troth.support.tickets.waiting import answerable, open_tickets, waiting, with_last
from troth.wall.enter import behind_desk

OURS = TicketMessage.CameBy.STAFF
_TO = answers_inquiries  # who answers the one answers the other


STATES = {
    "waiting": gettext_lazy("Waiting for us"),
    "answered": gettext_lazy("Waiting for the customer"),
    "closed": gettext_lazy("Closed"),
}


class FindForm(Form):
    """A ticket, by what staff know of it."""

    what = Line(
        label=gettext_lazy("Find a ticket"),
        help_text=gettext_lazy("Its number, the account number, or a part of the subject."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class TicketForm(Form):
    """Whose the ticket is, and what is written to them."""

    customer = Line(
        label=gettext_lazy("For which account?"),
        help_text=gettext_lazy("The account number, such as 1207."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    subject = Line(label=gettext_lazy("Subject"), max_length=150)
    text = Paragraphs(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("The salutation and our name are added."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_customer(self) -> Account:
        """The account that was named."""
        found = find(self.cleaned_data["customer"])
        if not isinstance(found, Account):
            raise ValidationError(_("No account has this number."))
        return found


class AnswerForm(Form):
    """What is mailed to whoever wrote, and stands in the ticket."""

    text = Paragraphs(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy(
            "It stands in the ticket, and goes by mail to whoever wrote there, greeted and signed "
            "by itself."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


# What is looked for goes by POST: a subject may name somebody.
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(to=_TO)
def desk_tickets(request: HttpRequest) -> HttpResponse:
    """Those that wait for us, the one that waits longest first; or others, the latest first.

    `?state=` is one of STATES. A subject stands where the role reads it without a reason, and the
    look is noted for all rows together; elsewhere stands the ticket's number.
    """
    now, staff = timezone.now(), me(request)
    find_form = FindForm(request.POST if request.method == "POST" else None)
    typed = find_form.cleaned_data["what"] if find_form.is_valid() else ""
    state = request.GET.get("state", "")
    state = state if state in STATES else "waiting"
    if typed:
        rows, more = found(typed, staff, at=now)
        context: dict[str, Any] = {"rows": rows, "more": more}
    else:
        page = _page(request, state)
        context = {"rows": with_subjects(page.rows, staff, at=now), "listing": page}
    context |= {"find_form": find_form, "typed": typed, "state": state, "states": STATES}
    return render(request, "support/desk/tickets.html", context)


def _page(request: HttpRequest, state: str) -> Listing[Any]:
    """A page of the list, without what the tickets are about."""
    with behind_desk([]):
        if state == "closed":
            return listing(
                request, with_last(answerable().filter(closed_at__isnull=False)), by="closed_at"
            )
        if state == "answered":
            return listing(request, open_tickets().filter(last_by=OURS), by="active_at")
        return listing(request, waiting(), by="active_at", oldest_first=True)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(to=_TO)
def new_ticket(request: HttpRequest) -> HttpResponse:
    """Open a ticket for a customer; `?account=1207` says for whom."""
    data = request.POST if request.method == "POST" else None
    form = TicketForm(data, initial={"customer": request.GET.get("account", "")[:20]})
    if form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        try:
            made = open_ticket(
                told["customer"],
                told["subject"],
                told["text"],
                by=me(request),
                at=timezone.now(),
            )
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk_ticket", made.pk)
    return render(request, "support/desk/new_ticket.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(to=_TO)
def desk_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """A ticket as far as the role reads it, the newest message first, and the next answer."""
    found, now = _ticket(number), timezone.now()
    open_ = _look(request, found, at=now)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        request,
        lambda: answer(found, form.cleaned_data["text"], by=me(request), at=now),
        _("The answer is on its way."),
    ):
        return redirect("desk_ticket", found.pk)
    talk = listing(request, found.messages.all(), by="at")
    context = {
        "ticket": found,
        "listing": talk,
        "said": [(each, "identity" in open_ and each.author_name) for each in talk.rows],
        "form": form,
    }
    return render(request, "support/desk/ticket.html", context)


@require_POST
@desk_page(to=_TO)
def close_at_desk(request: HttpRequest, number: int) -> HttpResponse:
    """Close a ticket."""
    found = _ticket(number)
    said = _("The ticket is closed.")
    done(request, lambda: close(found, by=me(request), at=timezone.now()), said)
    return redirect("desk_ticket", number)


@require_POST
@desk_page(to=_TO)
def reopen_at_desk(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket again."""
    found = _ticket(number)
    said = _("The ticket is open again.")
    done(request, lambda: reopen(found, by=me(request), at=timezone.now()), said)
    return redirect("desk_ticket", number)


@require_safe
@desk_page(to=_TO)
def attachment_at_desk(request: HttpRequest, number: int, file: int) -> HttpResponseBase:
    """The file that came with a message, to be stored and never to be shown by the browser."""
    found = _ticket(number)
    _look(request, found, at=timezone.now())
    return file_of(found, file)


def _look(request: HttpRequest, ticket: Ticket, *, at: datetime) -> Collection[str]:
    """Note that a member of staff looks at a ticket; the categories that they read of it."""
    assert ticket.account  # `_ticket` has seen to it
    seen = may_read(me(request), policy_on(at)) & {"content", "identity"}
    with in_language_of(next(iter(concerned(ticket, ticket.account)), None), at=at):  # who reads it
        reason = _("Ticket %(number)s") % {"number": ticket.pk}
    read(me(request), ticket.account, seen, at=at, reason=reason, ground=Ground.REQUEST)
    return seen


def _ticket(number: int) -> Ticket:
    """One that is a customer's still. Raises Http404."""
    return get_object_or_404(answerable().select_related("account"), pk=number)
