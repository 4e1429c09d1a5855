"""Ask for a right: whatever the channel, this makes the request."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.publishing.running import policy_on
from troth.requests.clock import due_on
from troth.requests.events import ASKED, JOINED, VERIFIED
from troth.requests.join import add_words
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import find_rule, refuse_of_nobody, rule_of
from troth.requests.their_own import is_their_own
from troth.requests.verify import proved_by
from troth.requests.waits_to_be_let_in import count_who_asks


@act
def ask(
    person: Person | None,
    right: str,
    *,
    at: datetime,
    asked_at: datetime | None = None,
    channel: str = "portal",
    text: str = "",
    whose: str = "",
    account: Account | None = None,
    sender: str = "",
    signs_in_as: str = "",
    rule: str | None = None,
) -> RightsRequest:
    """Take in what a person asks; their open request, if they have asked for the same already.

    What they say besides is added to that. What nobody knows to be theirs stands by itself: it
    neither hides behind what they have asked themselves, nor stands in its way.

    person: None while nobody knows who asks. account: which of their accounts it is about, if not
    themselves. whose: in words, whose data is meant, if not theirs: nothing of their own is then
    touched. right: a word of the vocabulary. asked_at: when it came, from which the deadline
    counts, where that is not now. sender: the address or number that it is said to have come from,
    which proves nothing. signs_in_as: the address with which they say that they sign in, which
    proves as little. rule: the policy's rule where staff know better than its own conditions, such
    as `right.billing-details`, or blank for the law's; None for the one that fits.
    Being signed in, or a mail that is known to come from the registered address (the channel
    `registered-email`), proves who asks where the rule takes it as a proof. Raises TrothError
    for a right or a channel that the policy does not offer, for a person who is gone, and for a
    report that does not say of whom it is.
    """
    refuse_of_nobody(right, whose)
    # The public page does the same for an address that nobody has; its job counts.
    if right == "recover" and channel != "page":
        count_who_asks(person, signs_in_as, at=at)
    if person:
        lock_or_refuse(person)  # of two clicks one request
    same = RightsRequest.objects.filter(right=right, whose=whose, state=RightsRequest.State.OPEN)
    if rule:
        same = same.filter(rule=rule)
    policy = policy_on(at)
    way, came = channel, asked_at or at
    for found in same.filter(person=person).order_by("verified_at", "pk") if person else ():
        if way == "portal" or proved_by(way, right, rule_of(found.rule, policy)):
            if is_their_own(found):
                return _with_words(found, text, at=came)
        elif (found.channel, found.sender, found.text) == (way, sender, text):
            return found  # noted twice
    if rule is None:
        rule, channel = find_rule(right, way, person, policy, at=at)
    proof = proved_by(way, right, rule_of(rule, policy)) if person else ""
    request = RightsRequest.objects.create(
        subject=account or person,
        person=person,
        right=right,
        rule=rule,
        channel=channel,
        sender=sender,
        signs_in_as=signs_in_as,
        text=text,
        whose=whose,
        asked_at=came,
        due_on=due_on(rule, day_at(came), policy),
        verified_at=at if proof else None,
        verified_by=proof,
    )
    due = {"due": request.due_on.isoformat()} if request.due_on else {}
    note(ASKED, request, at=at, **due)
    if proof:
        note(VERIFIED, request, at=at, by=proof)
    return request


def _with_words(request: RightsRequest, text: str, *, at: datetime) -> RightsRequest:
    """The request with what whoever asks says this time; saying it twice adds nothing."""
    if not text or text == request.text or request.text.endswith(f":\n{text}"):
        return request
    current = locked(request)
    add_words(current, text, at=at)
    note(JOINED, current, at=at)
    return current
