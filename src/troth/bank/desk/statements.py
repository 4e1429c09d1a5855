"""Statements: taken in, what waits of them, and each with its lines."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from troth.bank.gaps import gaps
from troth.bank.models import BankLine, BankStatement
from troth.bank.read import LARGEST
from troth.bank.statement import UnreadableError
from troth.bank.suggest import suggest
from troth.bank.take_in import Taken, take_in
from troth.bank.unread import unread
from troth.core.day import day_at
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.read import may_read
from troth.portal.access import me
from troth.portal.uploads import takes_files
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 100
_LATELY = timedelta(days=365)


class FileForm(Form):
    """A file as it was downloaded from the bank."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("As you downloaded it from the bank, in camt.053 or MT940."),
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes:
        """What is in it, no more than is read."""
        data: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        return data


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def bank(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, and a form for the next statement."""
    now = timezone.now()
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if form.is_valid():
        try:
            taken = take_in(form.cleaned_data["file"], at=now)
        except UnreadableError as refusal:
            form.add_error("file", ValidationError(str(refusal)))
        else:
            messages.success(request, _told(taken))
            for gap in taken.gaps:
                messages.warning(request, str(gap))
            return redirect("desk_bank")
    with behind_desk(may_read(me(request), policy_on(now))):
        waiting = BankLine.objects.waiting().select_related("bank_account")
        lines = list(waiting.order_by("booked_on", "pk")[: LISTED + 1])
        suggested = suggest(line for line in lines[:LISTED] if line.amount > 0)
        statements = list(BankStatement.objects.select_related("bank_account").order_by("-pk")[:10])
    context = {
        "form": form,
        "lines": [(line, suggested.get(line.pk, [])[:3]) for line in lines[:LISTED]],
        "more": len(lines) > LISTED,
        "statements": statements,
        "gaps": [*gaps(BankStatement.objects.filter(until__gte=day_at(now) - _LATELY))],
        "unread": unread(day_at(now)),
        "collects": bool(provider().direct_debits.creditor),
    }
    return render(request, "bank/desk/bank.html", context)


def _told(taken: Taken) -> str:
    """What came of reading a file."""
    if not taken.lines:
        return _("There is nothing new in this statement. Everything in it has been read before.")
    told = ngettext(
        "%(count)s new line read, %(settled)s settled.",
        "%(count)s new lines read, %(settled)s settled.",
        taken.lines,
    )
    return told % {"count": taken.lines, "settled": taken.settled}


@require_safe
@desk_page("billing")
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """One statement with its lines."""
    with behind_desk(may_read(me(request), policy_on(timezone.now()))):
        found = get_object_or_404(BankStatement.objects.select_related("bank_account"), pk=number)
        lines = list(found.lines.order_by("booked_on", "pk"))
    title = _("Statement %(number)s") % {"number": found.number}
    context = {"found": found, "lines": lines, "title": title}
    return render(request, "bank/desk/statement.html", context)
