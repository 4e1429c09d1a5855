"""Which staff may say that somebody has proved who they are."""

from troth.accounts.models import Person
from troth.gates.read import may_read
from troth.gates.roles import OWNER, PRIVACY
from troth.policy.language import Right
from troth.policy.parse import Policy

DOCUMENT = "government-id"


def answers_right(staff: Person, right: Right) -> bool:
    """Whether a role answers requests of this rule: owners and privacy do, and `answered_by`."""
    return bool(staff.staff_role) and staff.staff_role in (OWNER, PRIVACY, right.answered_by)


def sees_proofs(staff: Person, policy: Policy) -> bool:
    """Whether a member of staff looks at the proofs of identity of requests that they answer."""
    return "government_id" in may_read(staff, policy)


def may_verify(staff: Person, proof: str, right: Right, policy: Policy) -> bool:
    """Whether a member of staff may accept this proof: a document is for who sees documents."""
    return answers_right(staff, right) and (proof != DOCUMENT or sees_proofs(staff, policy))
