"""What an erasure did, and its proof, for whoever holds its number."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.errors import TrothError
from troth.erasure.outside import outside
from troth.erasure.receipt import ERASED, Receipt, receipt
from troth.journal.key import signer
from troth.journal.models import Entry
from troth.policy.parse import Policy
from troth.policy.why_kept import why_kept
from troth.portal.access import outside_the_wall, unstored
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest


@require_safe
@outside_the_wall  # whoever holds its number may be signed in as anybody
@unstored
def show_receipt(request: HttpRequest, number: UUID) -> HttpResponse:
    """What an erasure did. Its number is a secret of the one who holds it; no sign-in needed.

    The number of a request works too: it leads to the receipt once there is one.
    """
    policy = policy_on(timezone.now())
    if not Entry.objects.filter(receipt=number, event__in=ERASED).exists():
        return _request(request, number)
    try:
        done = receipt(number, at=timezone.now())
    except TrothError:
        return _unproved(request, number)
    return render(
        request,
        "erasure/receipt.html",
        {
            "receipt": done,
            "stays": _reasons(done, policy),
            "told": [(policy.tables.recipient(each.recipient), each) for each in done.recipients],
            "outside": outside(),
            "key": signer(done.proof.checkpoint),
        },
    )


@require_safe
@outside_the_wall
@unstored
def proof(request: HttpRequest, number: UUID) -> HttpResponse:
    """The proof that an erasure is in the journal, as a JSON file."""
    if not Entry.objects.filter(receipt=number, event__in=ERASED).exists():
        raise Http404
    try:
        done = receipt(number, at=timezone.now())
    except TrothError:
        return _unproved(request, number)
    response = HttpResponse(done.proof.to_json(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{number}.json"'
    return response


def _unproved(request: HttpRequest, number: UUID) -> HttpResponse:
    """An erasure whose proof cannot be made: the journal is not signed, its key is another's or
    missing. Staff are told of each."""
    done = Entry.objects.get(receipt=number)
    return render(request, "erasure/receipt_waits.html", {"done_at": done.at}, status=503)


def _request(request: HttpRequest, number: UUID) -> HttpResponse:
    """A request for erasure: its number is the person's name in the journal.

    The latest one that is there counts, and then what was erased.
    """
    mine = RightsRequest.objects.filter(person__pseudonym=number, right="erase", whose="")
    asked = mine.order_by("pk").last()
    erased = Entry.objects.filter(subject=number, event__in=ERASED).order_by("pk").last()
    if erased and not (asked and asked.closed_at is None):
        return redirect("receipt", erased.receipt)
    if asked is None:
        raise Http404
    return render(request, "erasure/receipt_waits.html", {"asked": asked})


def _reasons(done: Receipt, policy: Policy) -> list[tuple[str, str, str]]:
    """What stays, by which rule, and that rule's sentence under the policy of today."""
    return [
        (line.text, line.rule, why_kept(policy, line.rule, line.record))
        if line.rule.partition(".")[2] in policy.tables.keep
        else (line.text, line.rule, "")
        for line in done.stays
    ]
