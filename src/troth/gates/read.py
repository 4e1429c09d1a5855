"""The gate through which staff read personal data: which categories, why, and that they did."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Membership, Person
from troth.accounts.restricted import is_restricted
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.gates.events import READ
from troth.gates.models import ReadLimit, StaffRead
from troth.gates.roles import roles_of
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

# For so long staff who have opened a subject's data go on reading it: they are not asked for a
# second reason, and the same categories stand in the subject's activity once.
LOOK = timedelta(minutes=30)


class ReadRefusedError(TrothError):
    """The staff's role does not read these categories, or not without a reason."""


class ReasonNeededError(ReadRefusedError):
    """The same is readable once a reason is given."""


def may_read(staff: Person, policy: Policy) -> frozenset[str]:
    """The categories that a member of staff reads: those of their role."""
    if not staff.is_staff:
        return frozenset()
    return roles_of(policy).get(staff.staff_role, frozenset())


@enforces("staff", "staff.roles", "feature.privacy-options")
@act
def read(
    staff: Person,
    subject: Account | Person,
    categories: Collection[str],
    *,
    at: datetime,
    reason: str = "",
) -> None:
    """Let a member of staff read categories of a subject's data, and note that they did.

    A reason is needed for what the subject, or the owner of an account, lets nobody read without
    one, and for everything where a role reads it by being owner or privacy alone. It holds for a
    LOOK. Raises ReadRefusedError for a category that the role does not read, and its subclass
    ReasonNeededError for want of a reason.
    """
    policy = policy_on(at)
    wanted = frozenset(categories)
    if hidden := sorted(wanted - may_read(staff, policy)):
        raise ReadRefusedError(
            _("Your role does not read this: %(what)s. Ask somebody whose role does.")
            % {"what": join(CATEGORIES[category].word for category in hidden)}
        )
    if not wanted:
        return
    looks = _looks(staff, subject, at=at)
    reason = reason.strip()
    if not reason and wanted & needs_reason(staff, subject, policy):
        looks = looks.exclude(reason="")
        reason = looks.values_list("reason", flat=True).first() or ""
        if not reason:
            raise ReasonNeededError(
                _("Say why you need to see this; the customer reads your reason.")
            )
    if looks.filter(reason=reason, categories__contains=sorted(wanted)).exists():
        return
    StaffRead.objects.create(
        subject=subject,
        staff=staff,
        role=staff.staff_role,
        categories=sorted(wanted),
        reason=reason,
        at=at,
    )
    note(
        READ,
        "staff",
        at=at,
        policy=policy,
        subject=subject.pseudonym,
        counts={"role": staff.staff_role, "categories": sorted(wanted)},
    )


def needs_reason(staff: Person, subject: Account | Person, policy: Policy) -> frozenset[str]:
    """The categories of a subject's data that a member of staff reads for a reason only.

    While processing is restricted, all of them: the reason says by which ground (`restricted.py`).
    """
    if is_restricted(subject) or staff.staff_role not in policy.tables.staff.roles:
        return may_read(staff, policy)
    if isinstance(subject, Person):
        limits = ReadLimit.objects.filter(person=subject)
    else:
        limits = ReadLimit.objects.filter(
            person__memberships__account=subject,
            person__memberships__role=Membership.Role.OWNER,
        )
    return frozenset(limits.values_list("category", flat=True))


def _looks(staff: Person, subject: Account | Person, *, at: datetime) -> QuerySet[StaffRead]:
    """What they have before them of this subject already, the latest first."""
    looks = StaffRead.objects.filter(staff=staff, role=staff.staff_role, at__gt=at - LOOK)
    return looks.filter(subject=subject).order_by("-at", "-pk")
