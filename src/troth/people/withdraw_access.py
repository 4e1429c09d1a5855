"""End a trusted person's access to an account."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Membership, Person
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.people.events import ENDED, LEFT
from troth.people.note import note


@enforces("feature.trusted-people")
@act
def withdraw_access(membership: Membership, *, by: Person, at: datetime) -> None:
    """End a trusted person's access at once, by the owner or by themselves; twice is once.

    What they did stays in the account's log. Raises TrothError for the owner, who hands the
    account over first.
    """
    found = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if found is None:
        return
    if found.role == Membership.Role.OWNER:
        raise TrothError(_("The owner cannot leave: hand the account over first, or delete it."))
    left = found.person_id == by.pk
    found.delete()
    what = (
        gettext_noop("trusted person left")
        if left
        else gettext_noop("access of a trusted person ended")
    )
    note(LEFT if left else ENDED, found.account, what, by=by, at=at)
