"""Add a mail to the request that it belongs to, such as an answer that staff waited for."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.clock import due_on
from troth.requests.events import JOINED
from troth.requests.locked import locked
from troth.requests.models import DoomedMail, RequestMail, RightsRequest
from troth.requests.note import note
from troth.requests.pause import resume
from troth.requests.rules import rule_of
from troth.requests.verify import proved_by, verify


@act
def join(
    request: RightsRequest,
    into: RightsRequest,
    *,
    at: datetime,
    verifies: bool = True,
    resumes: bool = True,
) -> RightsRequest:
    """Move a mail without a right into another open request.

    A mail that is proved to come from the registered address verifies that request, where its
    rule takes this proof and `verifies` says so. resumes: its clock, if it stands, runs on. Raises
    TrothError for a mail that has a right of its own, and for one of somebody else.
    """
    mail, current = locked(request), locked(into)
    if mail.right or mail.pk == current.pk:
        raise TrothError(_("Only a mail that has no right yet can be added to a request."))
    if mail.person and current.person and mail.person != current.person:
        raise TrothError(_("This mail is from someone other than the person who made the request."))
    add_words(current, mail.text, at=mail.asked_at, by=_other(mail, current))
    if mail.due_on and mail.asked_at < current.asked_at and not current.extended_at:
        # What is asked counts from when it was first asked.
        earlier = due_on(current.rule, day_at(mail.asked_at), policy_on(at))
        current.due_on = min(earlier or mail.due_on, current.due_on or mail.due_on)
        current.save(update_fields=["due_on"])
    RequestMail.objects.filter(request=mail).update(request=current, subject=current.subject)
    mail.delete()
    # It stays in the mailbox until that request is done.
    DoomedMail.objects.filter(number=mail.mail_id).update(waits_for=current.pk)
    note(JOINED, current, at=at)
    rule = rule_of(current.rule, policy_on(at))
    proof = proved_by("registered-email", current.right, rule)
    if verifies and mail.person and proof and not current.verified_at:
        current = verify(current, proof, at=at, person=mail.person)
    if resumes and current.paused_at:
        current = resume(current, at=at)
    return current


def _other(mail: RightsRequest, request: RightsRequest) -> str:
    """The sender of a mail, where it is not whoever asks as far as that is known."""
    asker = {request.sender, request.person.email if request.person else ""}
    return "" if mail.sender in asker else mail.sender


def add_words(request: RightsRequest, text: str, *, at: datetime, by: str = "") -> None:
    """Add to a locked request what whoever asks has said besides, or somebody else, at a moment."""
    head = ", ".join(filter(None, (str(day_at(at)), by)))
    request.text = f"{request.text}\n\n{head}:\n{text}".strip()
    request.save(update_fields=["text"])
