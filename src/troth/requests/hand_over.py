"""Hand a request over to the reseller, who is the controller of their customers' data."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.gates.models import Disclosure
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.requests.close import close
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.spare import spare


@enforces("feature.reseller-handover", "right.reseller-customer-*")
@act
def hand_over(request: RightsRequest, reseller: Account, *, at: datetime) -> RightsRequest:
    """Close a request as handed over. Whoever calls tells the reseller and the subject.

    Of somebody who is known, what the reseller gets stands in the register of disclosures.
    Raises TrothError where the policy does not have resellers answer this right, for an account
    that is no reseller's, and when the request is closed.
    """
    spare(request)
    current = locked(request)
    rule = resellers_rule(current.right, policy_on(at.date()))
    if rule is None:
        raise TrothError(_("The policy does not have resellers answer this right."))
    if not reseller.reseller:
        raise TrothError(_("This account is no reseller's; choose another."))
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


def resellers_rule(word: str, policy: Policy) -> str | None:
    """The id of the rule by which resellers answer a right of their customers, if there is one."""
    for rule, right in policy.tables.rights_to(word):
        if right.answered_by == "reseller":
            return rule
    return None
