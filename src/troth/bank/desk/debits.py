"""Direct debits: what is announced, the files for the bank, and what it did not collect."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.read import may_read
from troth.gateways.sepa.come_back import not_collected
from troth.gateways.sepa.drop import waiting
from troth.gateways.sepa.make_file import AHEAD, make_file
from troth.gateways.sepa.models import Collection, CollectionFile
from troth.gateways.sepa.pain008 import pain008
from troth.gateways.sepa.take_back_file import take_back_file
from troth.gateways.sepa.too_much import too_much
from troth.portal.access import me
from troth.portal.done import done
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

LISTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def debits(request: HttpRequest) -> HttpResponse:
    """What is announced, by its day, and the files that were made, the last first."""
    now = timezone.now()
    if request.method == "POST":
        if file := _make(request):
            return redirect("desk_debit_file", file.pk)
        return redirect("desk_debits")
    with behind_desk(may_read(me(request), policy_on(now))):
        by_day = waiting().order_by("collect_on").values("collect_on")
        days = list(by_day.annotate(count=Count("pk"), sum=Sum("amount")))
        large = list(too_much())
        files = list(CollectionFile.objects.order_by("-made_at", "-pk")[:LISTED])
        held = Collection.objects.filter(file__in=files).order_by().values("file")
        sums = {
            each["file"]: each
            for each in held.annotate(
                count=Count("pk"), sum=Sum("amount"), open=Count("pk", filter=Q(ended_at=None))
            )
        }
    listed = [(file, sums.get(file.pk, {"count": 0, "sum": 0})) for file in files]
    context = {"days": days, "until": day_at(now) + AHEAD, "files": listed, "large": large}
    return render(request, "bank/desk/debits.html", context)


@require_http_methods(["GET", "HEAD"])
@desk_page("billing")
def debit_file(request: HttpRequest, number: int) -> HttpResponse:
    """A file with what of it is open; with `file` in the address, for the bank."""
    with behind_desk(may_read(me(request), policy_on(timezone.now()))):
        file = get_object_or_404(CollectionFile.objects.select_related("bank_account"), pk=number)
        made = pain008(file) if "file" in request.GET else b""
        held = file.collections.select_related("invoice").order_by("pk")
        open_ = list(held.filter(ended_at=None)[: LISTED + 1])
        told = Count("pk", filter=Q(ended_at__isnull=False))
        sums = file.collections.aggregate(count=Count("pk"), sum=Sum("amount"), told=told)
    if made:
        answer = HttpResponse(made, content_type="application/xml")
        answer["Content-Disposition"] = f'attachment; filename="{file.name}.xml"'
        return answer
    context = {"file": file, "open": open_[:LISTED], "more": len(open_) > LISTED, **sums}
    return render(request, "bank/desk/debit_file.html", context)


@require_POST
@desk_page("billing")
def take_file_back(request: HttpRequest, number: int) -> HttpResponse:
    """Have what is in a file wait for another one, as the bank has not got it."""
    file = get_object_or_404(CollectionFile, pk=number)
    if done(request, lambda: take_back_file(file, at=timezone.now()), _("Done and noted.")):
        return redirect("desk_debits")
    return redirect("desk_debit_file", number)


@require_POST
@desk_page("billing")
def debit_failed(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the bank did not collect one, before any statement tells of it."""
    one = get_object_or_404(Collection.objects.select_related("account"), pk=number)
    code = "".join(each for each in request.POST.get("code", "").upper() if each.isalnum())[:4]
    done(request, lambda: not_collected(one, code, at=timezone.now()), _("Done and noted."))
    return redirect("desk_debit_file", one.file_id) if one.file_id else redirect("desk_debits")


def _make(request: HttpRequest) -> CollectionFile | None:
    try:
        return make_file(date.fromisoformat(request.POST.get("on", "")), at=timezone.now())
    except ValueError:
        messages.error(request, _("Choose a day."))
    except TrothError as refusal:
        messages.error(request, str(refusal))
    return None
