"""Empty an address that was found wrong, and that nobody put right in time."""

from contextlib import suppress
from datetime import date, datetime
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_noop

from troth.accounts.emptied import emptied, is_emptied
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts, log_in_owned
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.events import ADDRESS_EMPTIED
from troth.erasure.protected import protected
from troth.messaging.unreachable import asks_about_wrong, to_be_right_by
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

UNREACHABLE = "feature.inaccurate-data"


def empty_unreachable(*, on: date, at: datetime) -> None:
    """Do so for all whose day is over, unless a restriction or a hold protects them."""
    if not asks_about_wrong(policy_on(at)):
        return
    marked = Person.objects.filter(unreachable_at__isnull=False)
    for person in marked.exclude(pk__in=protected("person")).order_by("pk"):
        last = to_be_right_by(person, at=at)
        if last and last <= on and not is_emptied(person.email):
            with suppress(TrothError):  # restricted or gone meanwhile, or in use
                _empty(person, at=at)


@act
def _empty(person: Person, *, at: datetime) -> None:
    """Put a mark in the address's place, by which whoever types it still signs in."""
    refuse_restricted("erasure.empty_unreachable._empty", person)
    current = lock_with_accounts(person)
    if current.unreachable_at is None or is_emptied(current.email):
        return  # put right meanwhile
    mark = emptied(current.email)
    if Person.objects.filter(email=mark).exists():
        mark = emptied(token_urlsafe())  # the address is whose it was emptied of first
    # What was confirmed stays so: whoever never did is somebody else.
    EmailAddress.objects.filter(user=current, email=current.email).update(email=mark)
    current.email = mark
    current.email_changed_at = None
    current.save(update_fields=["email", "email_changed_at"])
    what = gettext_noop("e-mail address emptied, since it did not work")
    log_in_owned(current, what, at=at, by_them=False)
    note(ADDRESS_EMPTIED, UNREACHABLE, at=at, subject=current.pseudonym)
