"""The roles of staff: those of the policy's [staff.roles], and two of our own."""

from troth.policy.parse import Policy
from troth.policy.vocabulary import CATEGORIES

OWNER = "owner"
PRIVACY = "privacy"


def roles_of(policy: Policy) -> dict[str, frozenset[str]]:
    """Each role with the categories that it reads.

    Every provider has an owner, who appoints the others, and privacy, who answer requests about
    rights. Where the policy does not list these two, they read everything, for a reason.
    """
    listed = {role: frozenset(read) for role, read in policy.tables.staff.roles.items()}
    return {OWNER: frozenset(CATEGORIES), PRIVACY: frozenset(CATEGORIES)} | listed


def reads_at_work(role: str, category: str, policy: Policy) -> bool:
    """Whether a role reads a category for what it does every day: as listed, or being owner."""
    return role == OWNER or category in policy.tables.staff.roles.get(role, ())


def needs_reason(role: str, policy: Policy) -> bool:
    """Whether a role reads for a reason alone: owner and privacy, unless the policy lists them."""
    return role not in policy.tables.staff.roles
