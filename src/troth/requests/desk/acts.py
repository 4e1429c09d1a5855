"""The steps that staff take with a request: each a page with a form, then back to the request."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.answers import ANSWERS
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.portal.uploads import takes_files
from troth.publishing.running import policy_on
from troth.requests.clock import moved
from troth.requests.confirm_sender import has_confirmed_sender
from troth.requests.desk import steps
from troth.requests.desk.answers import Answer, AnswerByHand
from troth.requests.desk.line import line
from troth.requests.desk.may import find
from troth.requests.desk.step import Step
from troth.requests.hand_over import resellers_rule
from troth.requests.models import RightsRequest
from troth.requests.pause import PROOF
from troth.requests.rules import rule_of
from troth.requests.tell import can_write
from troth.requests.verifiers import DOCUMENT, may_verify
from troth.requests.verify import accepted, waits_for_proof

_STEPS: dict[str, type[Step]] = {
    "verify": steps.Verify,
    "say-whose": steps.SayWhose,
    "confirm-address": steps.ConfirmAddress,
    "ask-for-proof": steps.AskForProof,
    "add-proof": steps.AddProof,
    "refuse": steps.Refuse,
    "hand-over": steps.HandOver,
    "ask-back": steps.AskBack,
    "pause": steps.Pause,
    "resume": steps.Resume,
    "extend": steps.Extend,
    "assign": steps.Assign,
}


def step_of(name: str, request: RightsRequest) -> type[Step] | None:
    """A step by its name, such as `pause`; what `carry-out` is depends on the right."""
    if name != "carry-out":
        return _STEPS.get(name)
    return AnswerByHand if request.whose else ANSWERS.get(request.right, Answer)


def offered(
    request: RightsRequest, policy: Policy, staff: Person, *, at: datetime
) -> Iterator[str]:
    """The names of the steps that this member of staff can take now, the likeliest first."""
    if request.state != RightsRequest.State.OPEN:
        return
    right = rule_of(request.rule, policy)
    waits = waits_for_proof(request, right)
    lets_in = request.right == "recover" and not request.whose
    reached = not lets_in or has_confirmed_sender(request)
    if not reached:
        yield "confirm-address"
    if waits and any(may_verify(staff, proof, right, policy) for proof in accepted(right)):
        yield "verify"
    if reached and not waits:
        yield "carry-out"
    if waits and can_write(request):
        yield "ask-for-proof"
    if waits and DOCUMENT in right.proof and may_verify(staff, DOCUMENT, right, policy):
        yield "add-proof"
    yield "refuse"
    yield "say-whose"
    if resellers_rule(request.right, policy):
        yield "hand-over"
    if can_write(request):
        yield "ask-back"
    if request.paused_at:
        yield "resume"
    elif any(why != PROOF or waits for why in right.stops):
        yield "pause"
    ends = moved(request, policy, to=at)
    if right.extension and not request.extended_at and ends and day_at(at) <= ends:
        yield "extend"
    yield "assign"


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Show a step's form, and take the step. What was typed stays when it is refused."""
    found = find(request, number)
    step = step_of(name, found)
    if step is None or not found.right:
        raise Http404
    if found.state != RightsRequest.State.OPEN:
        return redirect("desk_request", found.pk)  # a second tab; the page says how it ended
    now = timezone.now()
    policy = policy_on(now)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = step(found, policy, me(request), *sent)
    if form.is_valid():
        try:
            form.take(at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done and noted."))
            # After an erasure the request is gone with the person; its page then has the receipt.
            return redirect("desk_request", found.pk)
    context = {"found": found, "form": form, "line": line(found, policy, today=day_at(now))}
    if request.method != "POST" and name not in offered(found, policy, me(request), at=now):
        context["refusal"] = _("This cannot be done now; the page of the request says what can.")
    else:
        context |= form.shows(at=now)
    return render(request, "requests/desk/act.html", context)
