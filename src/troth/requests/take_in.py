"""Take in what somebody wrote by e-mail. Which right they ask for, staff say: see `sort`."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.messaging.language import in_language_of
from troth.messaging.send import send, send_to_stranger
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.requests.clock import due_on
from troth.requests.events import ASKED
from troth.requests.models import RightsRequest
from troth.requests.note import note


@enforces("right.*")
@act
def take_in(
    sender: str, text: str, *, mail_id: str, asked_at: datetime, at: datetime, genuine: bool
) -> RightsRequest | None:
    """A request without a right, until staff say which; None for a mail that was taken in before.

    asked_at: when the mail arrived, from which the deadline counts. genuine: the sender is who
    the mail says; then whoever has this address is the one who asks. Otherwise the address is
    but a hint. Until the right is known, the shortest deadline of those that can be asked by
    e-mail, or that the law gives, holds. The sender is told that the mail has arrived, once a day.
    """
    if RightsRequest.objects.filter(mail_id=mail_id).exists():
        return None
    person = Person.objects.by_email(sender) if genuine else None
    request = RightsRequest.objects.create(
        subject=person,
        person=person,
        right="",
        rule="",
        channel="email",
        sender=sender,
        text=text,
        mail_id=mail_id,
        asked_at=asked_at,
        due_on=_shortest(policy_on(at.date()), asked_at.date()),
    )
    note(ASKED, request, at=at)
    if sender and not _heard_from(request):
        _acknowledge(request, at=at)
    return request


def _shortest(policy: Policy, asked: date) -> date:
    days = [
        due_on(rule, asked, policy)
        for rule, _word, right in policy.tables.rights()
        if {"email", "registered-email"} & {*right.ask}
    ]
    return min(day for day in (due_on("", asked, policy), *days) if day)


def _heard_from(request: RightsRequest) -> bool:
    """Whether the sender wrote within a day before: two robots must not go on forever."""
    since = request.asked_at - timedelta(days=1)
    others = RightsRequest.objects.filter(sender=request.sender, asked_at__gt=since)
    return others.exclude(pk=request.pk).exists()


def _acknowledge(request: RightsRequest, *, at: datetime) -> None:
    """Tell the sender that the mail has arrived."""
    policy = policy_on(at.date())
    with in_language_of(request.person, at=at):
        subject = _("We have received your message")
        body = _(
            "Hello,\n\nwe have received your message and will answer it. Its number is "
            "%(number)s.\n\nYou need not do anything. Attachments are not taken over; if you want "
            "to send us a document, wait until we ask for it.\n\n%(provider)s"
        ) % {"number": request.pk, "provider": policy.tables.provider.name}
    if request.person:
        send(request.person, subject=subject, body=body, at=at)
    else:
        send_to_stranger(request.sender, None, subject=subject, body=body, at=at)
