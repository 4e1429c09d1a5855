"""It was not me: who is told of something that they did not do shuts everybody out, by a link.

It stands in every mail that tells of a change to how somebody signs in. It opens nothing: who
follows it ends what there is, and gets in again by the mail of their address alone. That of a mail
which told an address that it is no longer the one of the account makes it so again.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from troth.accounts.email import AddressInUseError, can_be_undone, confirm_email, propose_email
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts
from troth.accounts.restrict import lift_all
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.vault import InvalidToken, seal, unseal
from troth.erasure.erase import erase
from troth.identity.events import NOT_ME
from troth.identity.let_in import let_in
from troth.identity.shut_out import shut_out
from troth.publishing.evidence import note

_GOOD_FOR = timedelta(days=30)
# A second step keeps out who only reads somebody's mail, once it is older than this.
_NEW = timedelta(days=7)
_USE = "troth.identity.not_me"


class Told(NamedTuple):
    """What the key of a link says: who was told of a change, at which address, and when."""

    person: Person
    address: str
    at: datetime

    def good(self, *, at: datetime) -> bool:
        """Whether the address is the person's, or the change of it can be undone by this link."""
        if self.address == self.person.email:
            return at < self.at + _GOOD_FOR
        return self.person.email_changed_at == self.at and can_be_undone(self.person, at=at)


@act
def not_me(told: Told, *, at: datetime) -> Person:
    """Shut out everybody, take away the password and new ways in, and mail a link to let them in.

    It goes to the address that was told, which is the person's then. New are the passkeys, code
    apps, recovery codes and other providers of the seven days before this, or before the change of
    address: an intruder's would keep the person out. Older ones stay, and all of staff's. Raises
    GoneError, and TrothError for a link that is no longer good.
    """
    person = lock_with_accounts(told.person)
    if not told._replace(person=person).good(at=at):
        raise TrothError(_("This link no longer works."))
    since = at - _NEW
    if told.address != person.email:
        since = told.at - _NEW
        person = _take_back(person, told.address, at=at)
    ended, ways = shut_out(person, at=at), 0
    if not person.is_staff:
        ways += Authenticator.objects.filter(user=person, created_at__gt=since).delete()[0]
        delete_dangling_recovery_codes(person)
        ways += SocialAccount.objects.filter(user=person, date_joined__gt=since).delete()[0]
    note(NOT_ME, at=at, subject=person.pseudonym, counts={"sessions": ended, "ways_in": ways})
    let_in(person, at=at)
    return person


def key_for(person: Person, address: str, *, at: datetime) -> str:
    """The key of the link in a mail that tells an address of a change at this moment."""
    return seal(f"{person.pk} {at.isoformat()} {address}", _USE)


def told_by(key: str, *, at: datetime) -> Told | None:
    """What the key of a link says; None once it is no longer good."""
    try:
        number, since, address = unseal(key, _USE).split(" ", 2)
    except InvalidToken:
        return None
    person = Person.objects.filter(pk=int(number), is_active=True).first()
    told = Told(person, address, datetime.fromisoformat(since)) if person else None
    return told if told and told.good(at=at) else None


def _take_back(person: Person, address: str, *, at: datetime) -> Person:
    newcomer = Person.objects.by_email(address)
    if newcomer and newcomer != person and not has_verified_email(newcomer):
        with suppress(TrothError):  # staff, or whose data is held
            _give_way(newcomer, at=at)
    try:
        return confirm_email(propose_email(person, address), at=at, for_good=True)
    except AddressInUseError:
        raise TrothError(
            _(
                "Somebody has signed up with this address since. Choose a new password for that "
                "account by mail and give it another address, then follow this link again; or "
                "write to us."
            )
        ) from None


@act
def _give_way(newcomer: Person, *, at: datetime) -> None:
    """Erase who never showed that the address is theirs, and nothing of what they asked for stops.

    Else whoever took an account would keep it by signing up with the address that it had.
    """
    shut_out(newcomer, at=at)
    lift_all(newcomer, at=at)
    erase(newcomer, at=at)
