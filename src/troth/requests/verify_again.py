"""Note that somebody showed anew who they are, and confirmed what they had asked for."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.requests.events import VERIFIED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import rule_of
from troth.requests.verifiers import may_verify
from troth.requests.verify import accepted

# By what somebody else may have got in who asked in their place.
_NOT_ANEW = ("sign-in", "registered-email")


@act
def verify_again(request: RightsRequest, by: str, *, staff: Person, at: datetime) -> None:
    """Note it of an open request. Raises TrothError for what shows nothing anew."""
    current = locked(request)
    policy = policy_on(at)
    if by not in shown_anew(rule_of(current.rule, policy), staff, policy):
        raise TrothError(_("This does not show anew who asks."))
    note(VERIFIED, current, at=at, by=by, role=staff.staff_role)


def shown_anew(right: Right, staff: Person, policy: Policy) -> list[str]:
    """The proofs of a rule that a member of staff accepts beside those that it was asked by."""
    return [
        proof
        for proof in accepted(right)
        if proof not in _NOT_ANEW and may_verify(staff, proof, right, policy)
    ]
