"""What a payment that is disputed was for, on one page, and as a file to be handed in."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.billing.files import file
from troth.billing.models import Irregularity, Payment
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.read import may_read
from troth.gateways.templatetags.gateways import answer_by
from troth.orders.evidence import Evidence, as_text, evidence
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

# What is read for it, as far as the reader's role does.
_READ = ("identity", "contact", "company", "billing", "payment", "service", "device", "usage")


@require_safe
@desk_page("billing")
def dispute(request: HttpRequest, number: int) -> HttpResponseBase:
    """How much is disputed, until when to answer, and what we hold; with `file`, all of it packed.

    It is handed in at the gateway's dashboard.
    """
    found = _disputed(number)
    readable = may_read(me(request), policy_on(timezone.now()))
    if to := opened(request, found.account, [each for each in _READ if each in readable]):
        return to
    assert found.payment and found.payment.refunds_id
    with behind_desk(readable):
        held = evidence(Payment.objects.get(pk=found.payment.refunds_id))
    if "file" in request.GET:
        return _packed(held, f"dispute-{found.pk}.zip")
    context = {"found": found, "held": held, "answer_by": answer_by(found)}
    return render(request, "orders/desk/dispute.html", context)


def _disputed(number: int) -> Irregularity:
    every = Irregularity.objects.select_related("account", "payment__refunds")
    kind = Irregularity.Kind.DISPUTE
    found = get_object_or_404(every, pk=number, kind=kind, payment__isnull=False)
    if found.payment is None or found.payment.refunds_id is None:
        raise Http404
    return found


def _packed(held: Evidence, name: str) -> HttpResponse:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        files.writestr("evidence.txt", as_text(held))
        for invoice in held.invoices:
            # Sealed with who was billed: read whole, as it was sent.
            made = file(type(invoice).objects.get(pk=invoice.pk), "pdf")
            files.writestr(made.name, made.content)
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
