"""Which staff answer which requests."""

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from troth.accounts.models import Person
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.privacy.models import RightsRequest
from troth.privacy.running import policy_on
from troth.privacy.staff import OWNER, PRIVACY


def answers(staff: Person, policy: Policy) -> Q:
    """The requests that a member of staff answers.

    Owners and privacy answer all, every other role those of the rules with `answered_by` it.
    """
    if decides(staff):
        return Q()
    rules = [
        f"right.{name}"
        for name, right in policy.tables.right.items()
        if staff.staff_role and right.answered_by == staff.staff_role
    ]
    return Q(rule__in=rules)


def find(request: HttpRequest, number: int) -> RightsRequest:
    """A request that the member of staff answers. Raises Http404 for others."""
    mine = RightsRequest.objects.filter(answers(me(request), policy_on(timezone.now().date())))
    return get_object_or_404(mine.select_related("person", "account", "handler"), pk=number)


def decides(staff: Person) -> bool:
    """Whether a member of staff sees proofs of identity, holds and the wording of answers."""
    return staff.staff_role in (OWNER, PRIVACY)


def handlers(request: RightsRequest, policy: Policy) -> list[Person]:
    """The staff to whom a request can be given."""
    right = policy.tables.right.get(request.rule.removeprefix("right."))
    roles = {OWNER, PRIVACY, right.answered_by if right else ""}
    staff = Person.objects.filter(is_staff=True, is_active=True, staff_role__in=roles)
    return list(staff.order_by("name", "pk"))
