"""The end of every request, however it ends."""

from datetime import datetime
from uuid import UUID

from troth.core.day import day_at
from troth.files.doom import doom
from troth.requests.events import ANSWERED, DISCARDED, HANDED_OVER, REFUSED, TAKEN_BACK
from troth.requests.models import IdentityProof, RequestMail, RightsRequest
from troth.requests.note import note
from troth.requests.pause import run_on

_EVENTS = {
    RightsRequest.State.DONE: ANSWERED,
    RightsRequest.State.REFUSED: REFUSED,
    RightsRequest.State.HANDED_OVER: HANDED_OVER,
    RightsRequest.State.TAKEN_BACK: TAKEN_BACK,
    RightsRequest.State.PUT_ASIDE: DISCARDED,
}


def close(
    request: RightsRequest,
    state: RightsRequest.State,
    *,
    at: datetime,
    answer: str = "",
    receipt: UUID | None = None,
    **told: object,
) -> None:
    """Close a locked request and write down how long it took and whether that was too long.

    What was sent in as a proof is destroyed with the decision; of a request of nobody known,
    what it says about whoever asked goes too; so does, from the mailbox, the mail that it came in,
    unless that was put aside. told: what else the journal tells of this end.
    """
    if request.paused_at:
        run_on(request, at=at)
    request.state, request.closed_at = state, at
    request.answer, request.receipt = answer, receipt
    if state != RightsRequest.State.PUT_ASIDE:
        request.mail_id = None  # the mail goes from the mailbox: see DoomedMail
    if request.subject_id is None:
        request.sender = request.reply_to = request.signs_in_as = ""
        request.text = request.whose = request.answer = request.extended_because = ""
        mails = RequestMail.objects.filter(request=request)
        doom(mails.values_list("file", flat=True))
        mails.delete()
    request.save()
    proofs = IdentityProof.objects.filter(request=request)
    doom(proofs.values_list("file", flat=True))
    destroyed, _ = proofs.delete()
    counts: dict[str, object] = {"days": max((day_at(at) - day_at(request.asked_at)).days, 0)}
    if request.due_on:
        counts["late"] = int(day_at(at) > request.due_on)
    if destroyed:
        counts["proofs_destroyed"] = destroyed
    if not request.rule and request.right:
        counts["right"] = request.right
    note(_EVENTS[state], request, at=at, **counts, **told)
