"""Refunds to be sent: one list, a file for the bank, and a tick for what was sent."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.bank.make_transfers import make_transfers
from troth.bank.models import TransferFile
from troth.bank.take_back_sent import take_back_sent, ticked
from troth.bank.transfer_file import counted, open_files, written
from troth.bank.transfers import Transfer, transfers
from troth.billing.mark_sent import mark_sent, to_send
from troth.billing.models import BankAccount, Payment, account_for
from troth.billing.pages.invoices import in_words
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.number import number_in
from troth.desk.access import desk_page
from troth.gates.read import may_read
from troth.portal.access import me
from troth.portal.done import done
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 200
_FORMATS = {"pain001": TransferFile.Format.PAIN001, "csv": TransferFile.Format.CSV}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def to_transfer(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first. A post says what was sent, or makes a file for the bank;
    with `file` in the address, the file of that name once more."""
    now, asked, ours = timezone.now(), request.GET.get("file"), account_for("EUR")
    chosen = _FORMATS.get(request.POST.get("file", ""))
    if request.method == "POST" and not chosen:
        if "file" not in request.POST:
            _tick(request)
        return redirect("to_transfer")
    with behind_desk(may_read(me(request), policy_on(now))):
        waiting = transfers(LISTED)
        sent = list(ticked(at=now).order_by("-sent_at", "-pk")[:LISTED])
        files = counted(open_files()[:LISTED])
        again = open_files().filter(name=asked).first() if asked else None
        made = written(again) if again else b""
    by_bank = [each for each in waiting if each.refund.method == "transfer"]
    if chosen:
        return _hand_over(request, by_bank, ours, chosen, at=now)
    if again and made:
        return _file(again, made)
    if asked:
        raise Http404
    context = {
        "waiting": [(each, in_words(each.refund.method)) for each in waiting],
        "by_bank": by_bank,
        "more": to_send().count() > LISTED,
        "ours": ours,
        "sent": sent,
        "files": files,
        "today": day_at(now),
    }
    return render(request, "bank/desk/transfers.html", context)


@require_POST
@desk_page("billing")
def not_sent(request: HttpRequest, number: int) -> HttpResponse:
    """Have a refund that was ticked wait again."""
    refund = get_object_or_404(Payment, pk=number)
    done(request, lambda: take_back_sent(refund, at=timezone.now()), _("It is waiting again."))
    return redirect("to_transfer")


def _tick(request: HttpRequest) -> None:
    """Note what is ticked as sent; what was meanwhile is said."""
    read = map(number_in, request.POST.getlist("sent"))
    chosen = [number for number in read if number is not None]
    waiting = list(to_send().filter(pk__in=chosen))
    done(request, lambda: mark_sent(waiting, at=timezone.now()), _("Done and noted."))


def _hand_over(
    request: HttpRequest,
    waiting: list[Transfer],
    ours: BankAccount | None,
    format: str,
    *,
    at: datetime,
) -> HttpResponse:
    """The file for the bank; or the page, with why there is none."""
    try:
        file = make_transfers(waiting, ours, at=at, format=format)
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return redirect("to_transfer")
    return _file(file, written(file))


def _file(file: TransferFile, made: bytes) -> HttpResponse:
    listed = file.format == TransferFile.Format.CSV
    kind, ends = ("text/csv; charset=utf-8", "csv") if listed else ("application/xml", "xml")
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}.{ends}"'
    return answer
