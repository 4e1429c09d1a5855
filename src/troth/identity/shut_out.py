"""Shut out whoever else may have got in as a person."""

from datetime import datetime

from troth.accounts.models import Invitation, Person
from troth.accounts.owned import lock_with_accounts
from troth.copies.copy import remove_copies
from troth.copies.models import Copy
from troth.core.conflicts import act
from troth.erasure.ask_erasure import take_back
from troth.identity.end_access import end_access
from troth.people.withdraw_invitation import withdraw_invitation


@act
def shut_out(person: Person, *, at: datetime, but: str | None = None) -> int:
    """End whatever goes on or waits in a person's name; how many sessions ended.

    That is every session but the one with the key `but`, and with them a code app that is being
    set up; an address that was proposed; what sites are told; copies that wait; an erasure that
    was asked for; and the invitations of theirs that nobody has accepted. Raises GoneError.
    """
    person = lock_with_accounts(person)
    take_back(person, at=at)
    sent = Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None)
    for invitation in sent.select_related("account").order_by("account_id", "pk"):
        withdraw_invitation(invitation, by=person, at=at)
    remove_copies(list(Copy.objects.filter(person=person)))
    return end_access(person, but=but)
