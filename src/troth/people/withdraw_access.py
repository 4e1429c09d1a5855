"""End a trusted person's access to an account."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.in_use import in_use_until
from troth.accounts.models import Membership, Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.left import mark_left
from troth.people.events import ENDED, LEFT
from troth.people.note import note
from troth.people.tell import tell_ended
from troth.wall.enter import beyond_wall


@act
def withdraw_access(membership: Membership, *, by: Person, at: datetime) -> None:
    """End a trusted person's access at once, by the owner or by themselves; twice is once.

    Whose access the owner ends is told. What they did stays in the account's log. Whoever leaves
    an account was active for as long as it was in use; their clock of inactivity starts then, and
    so does the time that their login has where people go with their accounts.
    Raises TrothError for the owner, who hands the account over first.
    """
    # Behind the second wall nobody reads another's password.
    members = Membership.objects.select_related("person").defer("person__password")
    found = members.select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if found is None:
        return
    if found.role == Membership.Role.OWNER:
        raise TrothError(_("The owner cannot leave: hand the account over first, or delete it."))
    left = found.person_id == by.pk
    if not left:
        tell_ended(found, at=at)
    found.delete()
    with beyond_wall():  # what was in use, whoever goes: they may see none of it, or be another
        mark_left([found.person_id], at=at)
        if until := in_use_until(found.account, at=at):
            gone = Person.objects.filter(pk=found.person_id, last_seen_at__lt=until)
            gone.update(last_seen_at=until)
    what = (
        gettext_noop("trusted person left")
        if left
        else gettext_noop("access of a trusted person ended")
    )
    note(LEFT if left else ENDED, found.account, what, by=by, at=at)
