"""A person's e-mail address, and the change of it. It is theirs only once they confirmed it."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.events import EMAIL_CHANGED, EMAIL_CONFIRMED
from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts, log_in_owned
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

# For so long the address that somebody had can undo the change.
UNDONE_WITHIN = timedelta(days=14)


class AddressInUseError(TrothError):
    """Somebody else signs in with this address. Tell only whoever reads its mail."""


def first_address(person: Person, *, verified: bool) -> EmailAddress:
    """Note the address of somebody new; `verified` where they are known to read its mail."""
    return EmailAddress.objects.create(
        user=person, email=person.email, primary=True, verified=verified
    )


@act
def propose_email(person: Person, email: str) -> EmailAddress:
    """Note the address that a person wants to change to; nothing else changes yet.

    It takes the place of one proposed earlier, whose link thereby ends. The person's own address
    may be proposed too: that is how one that was never confirmed is. Raises GoneError.
    """
    email = Person.objects.normalize_email(email)
    person = lock_or_refuse(person)
    known = EmailAddress.objects.filter(user=person)
    known.exclude(email__in=[email, person.email]).delete()
    address, _created = known.get_or_create(
        user=person, email=email, defaults={"primary": email == person.email}
    )
    return address


@act
def withdraw_proposed_email(person: Person) -> None:
    """Give up a change of address, whose link thereby ends. Raises GoneError."""
    person = lock_or_refuse(person)
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()


def proposed_email(person: Person) -> EmailAddress | None:
    """The address that a person wants to change to, if any."""
    return EmailAddress.objects.filter(user=person).exclude(email=person.email).first()


def can_be_undone(person: Person, *, at: datetime) -> bool:
    """Whether a person had another address that can still become theirs again."""
    since = person.email_changed_at
    return since is not None and at < since + UNDONE_WITHIN


@act
def confirm_email(address: EmailAddress, *, at: datetime, for_good: bool = False) -> Person:
    """Make an address the person's own, after a link that was mailed to it was followed.

    The change can be undone from the address before, if that was confirmed, unless it is
    `for_good`; of several changes the first can, so that none made in between is final. Raises
    AddressInUseError when somebody else signs in with it, and TrothError when the person has
    proposed another one since, or is gone.
    """
    person = lock_with_accounts(Person(pk=address.user_id))
    was_theirs = has_verified_email(person)
    EmailAddress.objects.filter(user=person).exclude(pk=address.pk).delete()
    this = EmailAddress.objects.filter(pk=address.pk, email=address.email)
    changed = person.email != address.email
    person.email, person.unreachable_at = address.email, None
    if for_good:
        person.email_changed_at = None
    elif changed and not can_be_undone(person, at=at):
        person.email_changed_at = at if was_theirs else None
    try:
        with transaction.atomic():
            if not this.update(verified=True, primary=True):
                raise TrothError(_("This link no longer works; please use the latest one."))
            person.save(update_fields=["email", "email_changed_at", "unreachable_at"])
    except IntegrityError:
        raise AddressInUseError(
            _("This address is already in use; please choose another.")
        ) from None
    event = EMAIL_CHANGED if changed else EMAIL_CONFIRMED
    note(event, at=at, subject=person.pseudonym)
    if changed:
        log_in_owned(person, gettext_noop("e-mail address changed"), at=at)
    return person
