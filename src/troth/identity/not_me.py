"""It was not me: who is told of something that they did not do shuts everybody out, by a link.

It stands in every mail that tells of a change to how somebody signs in. It opens nothing: who
follows it ends what there is, and gets in again by the mail of their address alone.
"""

from datetime import datetime, timedelta

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.signing import BadSignature, TimestampSigner

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.provider import salt
from troth.identity.events import NOT_ME
from troth.identity.let_in import let_in
from troth.identity.shut_out import shut_out
from troth.publishing.evidence import note

_GOOD_FOR = timedelta(days=30)
# A second step keeps out who only reads somebody's mail, once it is older than this.
_NEW = timedelta(days=7)


@enforces("feature.security-measures")
@act
def not_me(person: Person, *, at: datetime) -> None:
    """Shut out everybody, take away the password and new ways in, and mail a link to let them in.

    New are the passkeys, code apps, recovery codes and other providers of the last seven days: an
    intruder's would keep the person out. Older ones stay, and all of staff's. Raises GoneError.
    """
    ended, ways = shut_out(person, at=at), 0
    if not person.is_staff:
        since = at - _NEW
        ways += Authenticator.objects.filter(user=person, created_at__gt=since).delete()[0]
        delete_dangling_recovery_codes(person)
        ways += SocialAccount.objects.filter(user=person, date_joined__gt=since).delete()[0]
    note(NOT_ME, at=at, subject=person.pseudonym, counts={"sessions": ended, "ways_in": ways})
    let_in(person, at=at)


def key_for(person: Person, address: str) -> str:
    """The key of the link in a mail to an address of a person's."""
    return _signer(address).sign(str(person.pk))


def told_by(key: str) -> Person | None:
    """To whom the mail with this key went; None once it is old, or they have another address."""
    number = key.partition(":")[0]
    people = Person.objects.filter(pk=int(number)) if number.isdecimal() else Person.objects.none()
    person = people.filter(is_active=True).first()
    try:
        return person if person and _signer(person.email).unsign(key, max_age=_GOOD_FOR) else None
    except BadSignature:
        return None


def _signer(address: str) -> TimestampSigner:
    return TimestampSigner(salt=salt(f"troth.identity.not_me {address}"))
