"""What a membership opens of an account: what the scopes give, less what the owner has shut."""

from django.db.models import Model

from troth.accounts.models import Membership
from troth.accounts.scopes import CATEGORIES, scopes_of
from troth.gates.models import ReadLimit
from troth.policy.declare import PersonalData
from troth.wall.enter import beyond_wall


def opens(membership: Membership, shown: type[Model]) -> bool:
    """Whether a membership lets its person see what a model holds of the account."""
    declared: PersonalData = shown.privacy  # type: ignore[attr-defined]
    if declared.scope == membership.role:
        return True
    return declared.scope in scopes_of(membership) and not _is_shut(declared.scope, membership)


def _is_shut(scope: str, membership: Membership) -> bool:
    """Whether the owner has shut what a scope shows; their options are for their eyes alone."""
    if membership.role == Membership.Role.OWNER or scope not in CATEGORIES:
        return False
    with beyond_wall():
        return ReadLimit.objects.filter(
            category__in=CATEGORIES[scope],
            person__memberships__account=membership.account_id,
            person__memberships__role=Membership.Role.OWNER,
        ).exists()
