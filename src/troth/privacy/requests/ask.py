"""Ask for a right: whatever the channel, this makes the request."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.privacy.models import RightsRequest
from troth.privacy.requests.clock import due_on
from troth.privacy.requests.note import note
from troth.privacy.requests.rules import find_rule, rule_of
from troth.privacy.requests.verify import proved_by
from troth.privacy.running import policy_on


@enforces("right.*")
@transaction.atomic
def ask(
    person: Person | None,
    right: str,
    *,
    at: datetime,
    channel: str = "portal",
    text: str = "",
    account: Account | None = None,
    sender: str = "",
    mail_id: str | None = None,
    rule: str = "",
) -> RightsRequest:
    """Take in what a person asks; the open request, if they have asked for the same already.

    person: None while nobody knows who asks. right: a word of the vocabulary. sender: the
    address or number that it came from. rule: the policy's rule where staff know better than
    its own conditions, such as `right.billing-details`.
    Being signed in, or writing from the registered address, proves who asks where the rule
    takes it as a proof. Raises TrothError for a right or a channel that the policy does not
    offer, and for a person who is gone.
    """
    # The lock makes of two clicks one request.
    if person and not Person.objects.select_for_update().filter(pk=person.pk).exists():
        raise TrothError(_("This person has been erased; there is nothing left to ask about."))
    same = RightsRequest.objects.filter(right=right, state=RightsRequest.State.OPEN)
    if rule:
        same = same.filter(rule=rule)
    if person and (found := same.filter(person=person).first()):
        return found
    if mail_id and (known := RightsRequest.objects.filter(mail_id=mail_id).first()):
        return known
    policy = policy_on(at.date())
    registered = channel == "email" and person and sender.strip().lower() == person.email
    way = "registered-email" if registered else channel
    if rule:
        rule_of(rule, policy)
    else:
        rule, channel = find_rule(right, way, person, policy, at=at)
    proof = proved_by(way, rule_of(rule, policy)) if person else ""
    request = RightsRequest.objects.create(
        person=person,
        account=account,
        right=right,
        rule=rule,
        channel=channel,
        sender=sender,
        text=text,
        mail_id=mail_id,
        asked_at=at,
        due_on=due_on(rule, at.date(), policy),
        verified_at=at if proof else None,
        verified_by=proof,
    )
    due = {"due": request.due_on.isoformat()} if request.due_on else {}
    note("asked", request, at=at, **due)
    if proof:
        note("verified", request, at=at, by=proof)
    return request
