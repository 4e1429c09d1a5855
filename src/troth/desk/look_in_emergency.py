"""Look at what a customer has shut, in an emergency, and tell them at once."""

from collections.abc import Collection
from datetime import datetime

from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.desk.tell import tell_look
from troth.gates.models import StaffRead
from troth.gates.read import read


@act
def look_in_emergency(
    staff: Person,
    subject: Account | Person,
    categories: Collection[str],
    *,
    reason: str,
    at: datetime,
) -> None:
    """Let a member of staff read what is shut. Raises as `read` does."""
    read(staff, subject, categories, at=at, reason=reason, ground=StaffRead.Ground.EMERGENCY)
    tell_look("emergency", subject, categories, reason, at=at)
