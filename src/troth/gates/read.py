"""The gate through which staff read personal data: which categories, why, and that they did."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Membership, Person
from troth.accounts.restricted import is_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import READ
from troth.gates.models import ReadLimit, StaffRead
from troth.gates.roles import needs_reason, roles_of
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.policy.staff_roles import staff_role
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

# For so long staff who have opened a subject's data go on reading it: they are not asked for a
# second reason, and the same categories stand in the subject's activity once.
LOOK = timedelta(minutes=30)
# For so long staff may take up what a subject has agreed to.
AGREED = timedelta(days=7)

Ground = StaffRead.Ground


class ReadRefusedError(TrothError):
    """The staff's role does not read these categories, or not without a reason."""


class ReasonNeededError(ReadRefusedError):
    """The same is readable once a reason is given, on one of the grounds that hold."""


def may_read(staff: Person, policy: Policy) -> frozenset[str]:
    """The categories that a member of staff reads: those of their role."""
    if not staff.is_staff:
        return frozenset()
    return roles_of(policy).get(staff.staff_role, frozenset())


@act
def read(
    staff: Person,
    subject: Account | Person,
    categories: Collection[str],
    *,
    at: datetime,
    reason: str = "",
    ground: Ground = Ground.WORK,
) -> None:
    """Let a member of staff read categories of a subject's data, and note that they did.

    A reason is needed for what the subject, or the owner of an account, has shut, while processing
    is restricted, and for everything where a role reads it by being owner or privacy alone. It
    holds for a LOOK, and on a ground of `grounds`. Raises ReadRefusedError for a category that the
    role does not read, and where the ground does not hold; its subclass ReasonNeededError for want
    of a reason.
    """
    policy = policy_on(at)
    wanted = frozenset(categories)
    refuse_hidden(staff, wanted, policy)
    if not wanted:
        return
    looks = _looks(staff, subject, at=at)
    reason = reason.strip()
    hold = grounds(staff, subject, wanted, policy)
    if hold and reason:
        _refuse_ground(ground, hold, staff, subject)
    elif hold:
        earlier = _gone_on_with(looks, hold, wanted) or _agreed(staff, subject, wanted, at=at)
        if earlier is None:
            raise ReasonNeededError(
                _("Say why you need to see this; the customer will read your reason.")
            )
        reason, ground = earlier.reason, Ground(earlier.ground)
    seen = looks.filter(reason=reason, ground=ground, categories__contains=sorted(wanted))
    if seen.exists():
        return
    StaffRead.objects.create(
        subject=subject,
        staff=staff,
        role=staff.staff_role,
        categories=sorted(wanted),
        ground=ground,
        reason=reason,
        at=at,
    )
    counts = {"role": staff.staff_role, "categories": sorted(wanted)}
    note(
        READ,
        "staff",
        at=at,
        policy=policy,
        subject=subject.pseudonym,
        counts=counts | ({"ground": ground.value} if ground else {}),
    )


def refuse_hidden(staff: Person, wanted: Collection[str], policy: Policy) -> None:
    """Raise ReadRefusedError for categories that the role of a member of staff does not read."""
    if hidden := sorted({*wanted} - may_read(staff, policy)):
        raise ReadRefusedError(
            _("Your role may not read this: %(what)s. These may: %(roles)s.")
            % {
                "what": join(CATEGORIES[category].word for category in hidden),
                "roles": join(
                    staff_role(role)
                    for role, reads in roles_of(policy).items()
                    if {*hidden} <= reads
                ),
            }
        )


def grounds(
    staff: Person, subject: Account | Person, categories: Collection[str], policy: Policy
) -> frozenset[Ground]:
    """The grounds on one of which alone they read these categories; none where none is needed.

    What answers a request of the subject's own passes always.
    """
    if is_restricted(subject):
        return frozenset({Ground.REQUEST, Ground.CONSENT, Ground.CLAIM})
    if _shut(subject) & set(categories):
        return frozenset({Ground.REQUEST, Ground.EMERGENCY})
    if needs_reason(staff.staff_role, policy):
        return frozenset({Ground.REQUEST, Ground.WORK, Ground.CLAIM})
    return frozenset()


def owns_claim(staff: Person, subject: Account | Person) -> bool:
    """Whether a hold for a claim is in force on a subject, for which this member answers."""
    holds = subject.holds.filter(lifted_at=None, placed_by=staff)
    return bool(holds.exclude(purpose="").exists())


def _shut(subject: Account | Person) -> frozenset[str]:
    """The categories that the subject, or the owner of an account, has shut."""
    if isinstance(subject, Person):
        limits = ReadLimit.objects.filter(person=subject)
    else:
        limits = ReadLimit.objects.filter(
            person__memberships__account=subject,
            person__memberships__role=Membership.Role.OWNER,
        )
    return frozenset(limits.values_list("category", flat=True))


def _refuse_ground(
    ground: Ground, hold: Collection[Ground], staff: Person, subject: Account | Person
) -> None:
    """Raise ReadRefusedError for a ground on which this is not read now."""
    if ground == Ground.CLAIM and not owns_claim(staff, subject):
        raise ReadRefusedError(
            _("You have not placed a hold for a claim here. Place one first, under Holds.")
        )
    if ground not in hold or ground == Ground.CONSENT:  # which is taken up, and not claimed
        raise ReadRefusedError(_("This cannot be opened on that ground."))


def _looks(staff: Person, subject: Account | Person, *, at: datetime) -> QuerySet[StaffRead]:
    """What they have before them of this subject already, the latest first."""
    looks = _by(staff, subject).filter(at__gt=at - LOOK, agreement="")
    return looks.order_by("-at", "-pk")


def _by(staff: Person, subject: Account | Person) -> QuerySet[StaffRead]:
    return StaffRead.objects.filter(staff=staff, role=staff.staff_role, subject=subject)


def _gone_on_with(
    looks: QuerySet[StaffRead], hold: Collection[Ground], wanted: Collection[str]
) -> StaffRead | None:
    """The look that is gone on with; some open no more than the subject knows that they are for."""
    narrow = Q(ground__in=(Ground.REQUEST, Ground.CONSENT, Ground.EMERGENCY))
    same = ~narrow | Q(categories__contains=sorted(wanted))
    return looks.filter(same, ground__in=hold).exclude(reason="").first()


def _agreed(
    staff: Person, subject: Account | Person, wanted: Collection[str], *, at: datetime
) -> StaffRead | None:
    """What the subject has agreed to, which is taken up with it: it is for one look."""
    agreed = _by(staff, subject).filter(
        agreement=StaffRead.Agreement.GIVEN,
        at__gt=at - AGREED,
        categories__contains=sorted(wanted),
    )
    found = agreed.select_for_update().first()
    if found:
        found.delete()  # the look that follows says the same
    return found
