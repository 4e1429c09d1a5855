"""Ask a customer whose data lies still whether staff may look at some of it, once."""

from collections.abc import Collection
from datetime import datetime

from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.desk.tell import tell_look
from troth.gates.events import LOOK_ASKED
from troth.gates.models import StaffRead
from troth.gates.read import refuse_hidden
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@act
def ask_to_look(
    staff: Person,
    subject: Account | Person,
    categories: Collection[str],
    *,
    reason: str,
    at: datetime,
) -> None:
    """Have a person, or the owner of an account, asked; the same again changes nothing.

    They answer in their account area (`answer_look`). What they agree to is taken up by the next
    `read` of these categories. Raises ReadRefusedError for one that the role does not read.
    """
    policy = policy_on(at)
    wanted = sorted(categories)
    refuse_hidden(staff, wanted, policy)
    _asked, new = StaffRead.objects.get_or_create(
        subject=subject,
        staff=staff,
        role=staff.staff_role,
        categories=wanted,
        ground=StaffRead.Ground.CONSENT,
        agreement=StaffRead.Agreement.ASKED,
        reason=reason,
        defaults={"at": at},
    )
    if new:
        counts = {"role": staff.staff_role, "categories": wanted}
        note(LOOK_ASKED, "right.restrict", at=at, subject=subject.pseudonym, counts=counts)
        tell_look("asked", subject, wanted, reason, at=at)
