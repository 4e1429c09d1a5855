"""Runs that invoice what is due: what one would make, and the yes to a large one."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.billing.ask import Kind
from troth.billing.models import NightRun
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.money import money
from troth.core.provider import provider
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.portal.access import me
from troth.services.agree_to_run import agree_to_run
from troth.services.bill import Billed, bill, untreated
from troth.services.due import due_invoices
from troth.services.left_over import left_over

LISTED = 30


class YesForm(Form):
    """A yes to as much as was shown."""

    on = forms.DateField()
    count = forms.IntegerField(min_value=1)


@require_safe
@desk_page("billing")
def bill_runs(request: HttpRequest) -> HttpResponse:
    """How many invoices are due today, and on request what they come to; what could not be invoiced
    in the last night, and why; the runs of late."""
    now = timezone.now()
    today = day_at(now)
    asked = "preview" in request.GET
    context = {
        "today": today,
        "due": due_invoices(today),
        "most": provider().bill_asks_above,
        "preview": _told(bill(on=today, at=now, dry_run=True)) if asked else None,
        "waiting": _waiting(at=now),
        "runs": NightRun.objects.filter(kind=Kind.BILL).order_by("-on")[:LISTED],
    }
    return render(request, "services/desk/bill_runs.html", context)


@require_POST
@desk_page("billing")
def agree(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Have a large run made. The same click twice has it made once."""
    form = YesForm(request.POST)
    if form.is_valid():
        yes = form.cleaned_data
        try:
            agree_to_run(kind, yes["on"], yes["count"], by=me(request), at=timezone.now())
        except TrothError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is under way."))
    return redirect("bill_runs" if kind == Kind.BILL else "foreseen_dunning")


def _waiting(*, at: datetime) -> list[tuple[int, datetime, str]]:
    """Accounts whose charges the last run passed by, since when, and why; the oldest first."""
    found = left_over().order_by().values_list("account").annotate(since=Min("made_at"))
    oldest = [*found.order_by("since", "account")[:LISTED]]
    why = untreated([account for account, _since in oldest], at=at) if oldest else {}
    return [
        (account, since, str(why.get(account, _("It will be invoiced tonight."))))
        for account, since in oldest
    ]


def _told(billed: Billed) -> dict[str, object]:
    return {
        "sums": [
            (each.invoices, money(each.net, currency), money(each.tax, currency))
            for currency, each in sorted(billed.sums.items())
        ],
        "untreated": billed.untreated[:LISTED],
    }
