"""Read a little of many subjects at once, such as the names in a list, and note that one did."""

from collections.abc import Collection, Mapping
from datetime import datetime

from troth.accounts.models import Person, Subject
from troth.core.conflicts import act
from troth.gates.events import READ
from troth.gates.models import StaffRead
from troth.gates.not_listed import not_listed
from troth.gates.read import LOOK, Ground, may_read
from troth.gates.roles import needs_reason
from troth.policy.about import rule_about
from troth.publishing.evidence import note_each
from troth.publishing.running import policy_on

_NOTED = """
    SELECT s.pseudonym,
        jsonb_build_object('role', r.role, 'categories', to_jsonb(r.categories))
        || CASE r.ground WHEN '' THEN '{{}}' ELSE jsonb_build_object('ground', r.ground) END
    FROM gates_staffread r JOIN accounts_subject s ON s.id = r.subject_id WHERE r.id IN ({rows})
"""


@act
def read_each(
    staff: Person,
    subjects: Collection[int],
    categories: Collection[str],
    *,
    at: datetime,
    reason: str | Mapping[int, str] = "",
    ground: Ground = Ground.WORK,
) -> frozenset[int]:
    """Of accounts and people, by their keys, those that a member of staff reads; it is noted.

    As `read`, with as many questions for many as for one. reason: one for all, or that of each by
    its key. Left out is who is `not_listed`, whatever the ground: they are opened one by one. So
    is, where the role reads for a reason alone, whoever has none.
    """
    policy, wanted = policy_on(at), sorted({*categories})
    if not subjects or not {*wanted} <= may_read(staff, policy):
        return frozenset()
    why = dict.fromkeys(subjects, reason) if isinstance(reason, str) else reason
    if needs_reason(staff.staff_role, policy):
        why = {key: said for key, said in why.items() if said}
    known = Subject.objects.filter(pk__in=why).exclude(not_listed(wanted))
    free = {*known.values_list("pk", flat=True)}
    looks = StaffRead.objects.filter(
        staff=staff,
        role=staff.staff_role,
        subject__in=free,
        at__gt=at - LOOK,
        agreement="",
        ground=ground,
        categories__contains=wanted,
    )
    seen = {*looks.values_list("subject", "reason")}
    made = StaffRead.objects.bulk_create(
        StaffRead(
            subject_id=key,
            staff=staff,
            role=staff.staff_role,
            categories=wanted,
            ground=ground,
            reason=why[key],
            at=at,
        )
        for key in sorted(free)
        if (key, why[key]) not in seen
    )
    if made:
        rows = ", ".join(str(int(each.pk)) for each in made)
        note_each(
            READ, _NOTED.format(rows=rows), at=at, rule=rule_about("staff", policy), policy=policy
        )
    return frozenset(free)
