"""Shut out whoever else may have got in as a person."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db.models import Min

from troth.accounts.events import EMAIL_CONFIRMED
from troth.accounts.models import Invitation, Person
from troth.accounts.owned import lock_with_accounts
from troth.copies.copy import remove_copies
from troth.copies.models import Copy
from troth.core.conflicts import act
from troth.erasure.ask_erasure import take_back
from troth.identity.end_access import end_access
from troth.journal.models import Entry
from troth.people.withdraw_invitation import withdraw_invitation


@act
def shut_out(person: Person, *, at: datetime, but: str | None = None) -> int:
    """End whatever goes on or waits in a person's name; how many sessions ended.

    That is every session but the one with the key `but`, and with them a code app that is being
    set up; an address that was proposed; what sites are told; copies that wait; an erasure that
    was asked for; the invitations of theirs that nobody has accepted; and other providers that were
    added before the address was confirmed, for whoever signed up with it may not have been theirs.
    Raises GoneError.
    """
    person = lock_with_accounts(person)
    take_back(person, at=at)
    sent = Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None)
    for invitation in sent.select_related("account").order_by("account_id", "pk"):
        withdraw_invitation(invitation, by=person, at=at)
    confirmed = Entry.objects.filter(event=EMAIL_CONFIRMED, subject=person.pseudonym)
    if since := confirmed.aggregate(first=Min("at"))["first"]:
        SocialAccount.objects.filter(user=person, date_joined__lt=since).delete()
    remove_copies(list(Copy.objects.filter(person=person)))
    return end_access(person, but=but)
