"""Invite somebody to become a trusted person of an account."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Invitation, Membership, Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.scopes import as_words
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.events import INVITED
from troth.people.note import note
from troth.people.tell import mail_invitation

VALID = timedelta(days=7)
_PER_DAY = 20  # invitations of one account: its mail goes to strangers


@act
def invite(
    account: Account, email: str, scopes: Iterable[str], *, by: Person, at: datetime
) -> tuple[Invitation, str]:
    """Mail somebody the offer of a place in an account; the invitation, and its link's secret.

    The secret stands nowhere but in the mail. An open invitation of the same address
    with the same scopes is left as it is, and the secret is empty; with others it is replaced.
    Whether anybody signs in with the address makes no difference.
    Raises TrothError for who belongs to the account already, after too many in a day, and
    when the account is gone.
    """
    words = as_words(scopes)
    email = Person.objects.normalize_email(email)
    # The lock makes of two clicks one invitation.
    lock_or_refuse(account)
    refuse_restricted("people.invite.invite", account)
    if Membership.objects.filter(account=account, person__email=email).exists():
        raise TrothError(_("This person already belongs to the account."))
    for waiting in open_invitations(account, at=at).filter(email=email):
        if waiting.scopes == words:
            return waiting, ""
        waiting.withdrawn_at = at
        waiting.save(update_fields=["withdrawn_at"])
    secret = token_urlsafe(32)
    day_ago = at - timedelta(days=1)
    if Invitation.objects.filter(account=account, created_at__gt=day_ago).count() >= _PER_DAY:
        raise TrothError(_("That is enough invitations for one day. Please continue tomorrow."))
    invitation = Invitation.objects.create(
        account=account,
        invited_by=by,
        email=email,
        scopes=words,
        digest=digest_of(secret),
        created_at=at,
        expires_at=at + VALID,
    )
    what = gettext_noop("trusted person invited")
    note(INVITED, account, what, by=by, at=at, scopes=words.split())
    mail_invitation(invitation, secret, at=at)
    return invitation, secret


def open_invitations(account: Account, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations of an account that can still be accepted."""
    waiting = Invitation.objects.filter(account=account, accepted_at=None, withdrawn_at=None)
    return waiting.filter(expires_at__gt=at)


def locked(invitation: Invitation) -> Invitation:
    """An invitation as it stands now; its account has been locked. Raises TrothError: it went."""
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise TrothError(_("This invitation has been withdrawn, or replaced by a newer one."))
    return found


def digest_of(secret: str) -> str:
    """The hex SHA-256 of a link's secret."""
    return sha256(secret.encode()).hexdigest()
