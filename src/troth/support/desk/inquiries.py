"""Inquiries by the public forms: what waits for an answer, and each with its answer."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.core.errors import TrothError
from troth.desk.access import desk_page, has_role, reads
from troth.gates.form import Form
from troth.gates.read import Ground, may_read, read
from troth.gates.roles import PRIVACY
from troth.messaging.language import in_language_of
from troth.policy.tables import table_of
from troth.policy.vocabulary import FORMS
from troth.portal.access import View, me
from troth.portal.rows import shown
from troth.publishing.running import policy_on
from troth.requests.desk.may import answers_inquiries
from troth.requests.desk.step import LongText
from troth.requests.models import RightsRequest
from troth.support.inquiries.close import REASONS, close
from troth.support.inquiries.erase import of_sender
from troth.support.inquiries.erase_and_answer import erase_and_answer
from troth.support.inquiries.take_mail import take_mail
from troth.support.models import ASKED, Inquiry
from troth.wall.enter import behind_desk

LISTED = 100


class AnswerForm(Form):
    """What is mailed; of an inquiry without an address, what was said when staff called."""

    text = LongText(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy(
            "Sent by mail to the address that the inquiry came from, greeted and signed by itself."
        ),
    )

    def __init__(self, inquiry: Inquiry, data: Any = None) -> None:
        super().__init__(data)
        if not inquiry.email:
            self.fields["text"].label = _("What was said")
            self.fields["text"].help_text = _(
                "There is no address to write to. Call them, and note it."
            )


class CloseForm(Form):
    """Why an inquiry gets no answer."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why does it need no answer?"), choices=[*REASONS.items()]
    )


def inquiry_page(*roles: str) -> Callable[[View], View]:
    """A page for the staff of `roles` that answer inquiries; see `desk_page`."""
    return desk_page(*roles, to=answers_inquiries)


@require_safe
@inquiry_page()
@reads()
def inquiries(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first. Who asks stands on each one's own page."""
    waiting = list(Inquiry.objects.filter(closed_at=None).order_by("asked_at", "pk")[: LISTED + 1])
    context = {
        "waiting": [(each, FORMS[each.form]) for each in waiting[:LISTED]],
        "more": len(waiting) > LISTED,
    }
    return TemplateResponse(request, "support/desk/inquiries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inquiry_page()
def show_inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """One inquiry as far as the role reads it, and its answer."""
    now = timezone.now()
    found = get_object_or_404(Inquiry.objects.select_related("person"), pk=number)
    open_ = may_read(me(request), policy_on(now))
    if found.person:
        held = open_ & found.privacy.categories.keys()
        with in_language_of(found.person, at=now):  # who reads it
            reason = _("Inquiry %(number)s") % {"number": found.pk}
        read(me(request), found.person, held, at=now, reason=reason, ground=Ground.REQUEST)
    form = AnswerForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close(found, at=now, answer=form.cleaned_data["text"])
        except TrothError as refusal:  # a second tab, or a colleague
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done and noted."))
            return redirect("desk_inquiries")
    return _shown(request, found.pk, form, open_)


def _shown(
    request: HttpRequest, number: int, form: AnswerForm, open_: Collection[str]
) -> HttpResponse:
    """The page, of which the rows are read behind the desk's wall."""
    with behind_desk(open_):
        found = get_object_or_404(Inquiry, pk=number)
        others = list(of_sender(found).exclude(pk=found.pk).order_by("-pk")[:LISTED])
    columns = [c for c in ASKED if found.privacy.classified[c] in open_ and c != "message"]
    (told,) = shown(table_of(Inquiry), [{column: getattr(found, column) for column in columns}])
    context = {
        "found": found,
        "title": FORMS[found.form],
        "told": told,
        "others": others,
        "may_erase": has_role(me(request), PRIVACY) and not found.person_id,
        "form": form,
        "close_form": CloseForm(),
    }
    return render(request, "support/desk/inquiry.html", context)


@require_POST
@inquiry_page()
def close_inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """Close an inquiry that needs no answer, and say why."""
    found = get_object_or_404(Inquiry, pk=number)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Answer the inquiry, or say why it needs no answer."))
        return redirect("desk_inquiry", found.pk)
    close(found, at=timezone.now(), why=form.cleaned_data["why"])
    messages.success(request, _("Done and noted."))
    return redirect("desk_inquiries")


@require_POST
@inquiry_page(PRIVACY)
def take_mail_in(request: HttpRequest, number: int) -> HttpResponse:
    """Make an inquiry of a mail that asks for no right."""
    inquiry = take_mail(get_object_or_404(RightsRequest, pk=number), at=timezone.now())
    return redirect("desk_inquiry", inquiry.pk)


@require_POST
@inquiry_page(PRIVACY)
def erase_inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """Erase an inquiry and all others of its address."""
    erased = erase_and_answer(get_object_or_404(Inquiry, pk=number), at=timezone.now())
    text = ngettext("%(count)s inquiry is erased.", "%(count)s inquiries are erased.", erased)
    messages.success(request, text % {"count": erased})
    return redirect("desk_inquiries")
