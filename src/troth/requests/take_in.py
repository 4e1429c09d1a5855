"""Take in what somebody wrote by e-mail. Which right they ask for, staff say: see `sort`."""

from datetime import date, datetime

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.enforces import enforces
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
    e-mail holds.
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
    return request


def _shortest(policy: Policy, asked: date) -> date | None:
    days = [
        due_on(rule, asked, policy)
        for rule, _word, right in policy.tables.rights()
        if {"email", "registered-email"} & {*right.ask}
    ]
    return min((day for day in days if day), default=None)
