"""Hand a request over to the reseller, who is the controller of their customers' data."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day
from troth.core.errors import TrothError
from troth.core.text import unlinked
from troth.gates.models import Disclosure
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.spare import spare
from troth.requests.tell import tell
from troth.requests.wording import fill, suggested
from troth.requests.words import RIGHTS


@act
def hand_over(request: RightsRequest, reseller: Account, *, at: datetime) -> RightsRequest:
    """Close a request as handed over, and tell both the reseller and whoever asked.

    What is mailed to somebody who is not known lies in the reseller's account, whose data it is.
    Of somebody who is known, what the reseller gets stands in the register of disclosures.
    Raises TrothError where the policy does not have resellers answer this right, for an account
    that is no reseller's or has no owner, and when the request is closed.
    """
    spare(request)
    current = locked(request)
    policy = policy_on(at)
    rule = resellers_rule(current.right, policy)
    if rule is None:
        raise TrothError(_("The policy does not have resellers answer this right."))
    if not reseller.reseller:
        raise TrothError(_("This account is not a reseller’s; choose another."))
    owner = owner_of(reseller)
    if owner is None:
        raise TrothError(_("This account has no owner who could be told."))
    name = unlinked(reseller.company or reseller.name or owner.name)
    text = suggested("handed-over", current, policy, reseller=name)
    tell(current, text, at=at, account=reseller, discloses=True)
    _pass_on(current, reseller, owner, at=at)
    current.rule = rule
    if current.subject:
        Disclosure.objects.create(
            subject=current.subject,
            recipient="reseller",
            rule=rule,
            categories=["contact", "content"],
            at=at,
        )
    close(current, RightsRequest.State.HANDED_OVER, at=at)
    return current


def _pass_on(request: RightsRequest, reseller: Account, owner: Person, *, at: datetime) -> None:
    """Mail the reseller what their customer asks, and who it is."""
    with in_language_of(owner, at=at):
        subject = _("A request from one of your customers")
        text = fill(
            _(
                "One of your customers asked us on {asked} for: {right}. You decide about their "
                "data, so we pass the request on to you. Please answer them.\n\n"
                "From: {sender}\n\n{text}"
            ),
            {
                "asked": day(request.asked_at),
                "right": str(RIGHTS.get(request.right, request.right)),
                "sender": request.sender or (request.person.email if request.person else ""),
                "text": request.text,
            },
        )
        body = letter(owner, text, at=at)
    send(owner, account=reseller, subject=subject, body=body, at=at)


def resellers_rule(word: str, policy: Policy) -> str | None:
    """The id of the rule by which resellers answer a right of their customers, if there is one."""
    for rule, right in policy.tables.rights_to(word):
        if right.answered_by == "reseller":
            return rule
    return None
