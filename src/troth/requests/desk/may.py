"""Which staff answer which requests."""

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.read import may_read
from troth.gates.roles import OWNER, PRIVACY
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of
from troth.requests.verifiers import answers_right


def answers(staff: Person, policy: Policy) -> Q:
    """The requests that a member of staff answers.

    Owners and privacy answer all, every other role those of the rules with `answered_by` it.
    """
    if staff.staff_role in (OWNER, PRIVACY):
        return Q()
    rules = [rule for rule, _word, right in policy.tables.rights() if answers_right(staff, right)]
    return Q(rule__in=rules)


def find(request: HttpRequest, number: int) -> RightsRequest:
    """A request that the member of staff answers. Raises Http404 for others."""
    mine = RightsRequest.objects.filter(answers(me(request), policy_on(timezone.now())))
    return get_object_or_404(
        mine.select_related("person", "subject", "handler", "verifier"), pk=number
    )


def sees_mails(staff: Person, policy: Policy) -> bool:
    """Whether a member of staff opens mails as they came, with whatever is attached to them."""
    return may_read(staff, policy) >= {"contact", "content", "government_id"}


def answers_inquiries(staff: Person) -> bool:
    """Whether the role of a member of staff reads what it takes to answer an inquiry."""
    return may_read(staff, policy_on(timezone.now())) >= {"contact", "content"}


def handlers(request: RightsRequest, policy: Policy) -> list[Person]:
    """The staff to whom a request can be given."""
    roles = {OWNER, PRIVACY, rule_of(request.rule, policy).answered_by}
    staff = Person.objects.filter(is_staff=True, is_active=True, staff_role__in=roles)
    return list(staff.order_by("name", "pk"))
