"""Refunds to be sent: one list, a file for the bank, and a tick for what was sent."""

import csv
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.bank.make_transfers import make_transfers
from troth.bank.take_back_sent import take_back_sent, ticked
from troth.bank.transfers import Transfer, file_name, files, made_before, transfers
from troth.billing.mark_sent import mark_sent, to_send
from troth.billing.models import BankAccount, Payment, account_for
from troth.billing.pages.invoices import in_words
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.money import major
from troth.core.text import safe_cell
from troth.desk.access import desk_page
from troth.gates.read import may_read
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 200
_COLUMNS = ("refund", "account", "name", "iban", "amount", "currency", "reference", "send by")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def to_transfer(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first. A post says what was sent, or makes the file for the bank;
    with `file` in the address, a list as CSV, or a file of that name once more."""
    now, asked, ours = timezone.now(), request.GET.get("file"), account_for("EUR")
    if request.method == "POST" and "file" not in request.POST:
        _tick(request)
        return redirect("to_transfer")
    with behind_desk(may_read(me(request), policy_on(now))):
        waiting = transfers(LISTED)
        sent = list(ticked(at=now).order_by("-sent_at", "-pk")[:LISTED])
        again = made_before(asked, ours) if asked and ours else b""
    by_bank = [each for each in waiting if each.refund.method == "transfer"]
    if request.method == "POST":
        return _hand_over(request, by_bank, ours, at=now)
    if asked == "csv":
        return _csv(by_bank)
    if asked and again:
        return _file(again, f"{asked}.xml", "application/xml")
    context = {
        "waiting": [(each, in_words(each.refund.method)) for each in waiting],
        "by_bank": by_bank,
        "more": to_send().count() > LISTED,
        "ours": ours,
        "sent": sent,
        "files": files(sent),
        "today": day_at(now),
    }
    return render(request, "bank/desk/transfers.html", context)


@require_POST
@desk_page("billing")
def not_sent(request: HttpRequest, number: int) -> HttpResponse:
    """Have a refund that was ticked wait again."""
    try:
        take_back_sent(get_object_or_404(Payment, pk=number), at=timezone.now())
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It waits again."))
    return redirect("to_transfer")


def _tick(request: HttpRequest) -> None:
    """Note what is ticked as sent; what was meanwhile is said."""
    chosen = [number for number in request.POST.getlist("sent") if number.isdecimal()]
    try:
        for refund in to_send().filter(pk__in=[int(n) for n in chosen if len(n) < 19]):
            mark_sent(refund, at=timezone.now())
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("That is done and noted."))


def _hand_over(
    request: HttpRequest, waiting: list[Transfer], ours: BankAccount | None, *, at: datetime
) -> HttpResponse:
    """The file for the bank; or the page, with why there is none."""
    try:
        if ours:
            made = make_transfers(waiting, ours, at=at)
            return _file(made, f"{file_name(at)}.xml", "application/xml")
    except TrothError as refusal:
        messages.error(request, str(refusal))
    return redirect("to_transfer")


def _csv(waiting: list[Transfer]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="transfers.csv"'
    writer = csv.writer(answer)
    writer.writerow(_COLUMNS)
    for each in waiting:
        refund = each.refund
        amount = major(each.amount, refund.currency)
        who = (refund.pk, refund.account_id or "", safe_cell(each.name), each.iban)
        writer.writerow((*who, amount, refund.currency, each.reference, refund.send_by or ""))
    return answer


def _file(made: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
