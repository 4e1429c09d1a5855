"""Give somebody back the access to their account, once it is sure who asks."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from troth.accounts.email import confirm_email, propose_email
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.identity.let_in import let_in
from troth.identity.shut_out import shut_out
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send
from troth.requests.answer import answer
from troth.requests.carry_out import surely_asked_by
from troth.requests.confirm_sender import has_confirmed_sender
from troth.requests.events import CARRIED_OUT
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note


@act
def recover(
    request: RightsRequest, text: str, *, at: datetime, second_factors: bool = False
) -> None:
    """Make the request's sender the person's own address and mail it a link to a new password.

    Only whoever reads mail there gets in: the old password ends, and all that `shut_out` ends. The
    address that was before is told. `second_factors`: whether those that there are end too. Raises
    TrothError for staff, while it is not sure who asks or whether they read the mail of that
    address, and when somebody else signs in with it.
    """
    current = locked(request)
    person = surely_asked_by(current, at=at)
    if not has_confirmed_sender(current):
        raise TrothError(_("Have the address confirmed first to which the way in shall lead."))
    if person.is_staff:
        raise TrothError(_("Only a customer regains access here; owners appoint staff anew."))
    before = person.email
    if not has_verified_email(person):  # whoever signed up may not have been them
        SocialAccount.objects.filter(user=person).delete()
    person = confirm_email(propose_email(person, current.sender), at=at, for_good=True)
    ended = shut_out(person, at=at)
    removed = Authenticator.objects.filter(user=person).delete()[0] if second_factors else 0
    note(CARRIED_OUT, current, at=at, sessions=ended, second_factors=removed)
    current.person = person
    answer(current, text, at=at)
    if before != person.email:
        _warn(person, before, at=at)
    let_in(person, at=at)


def _warn(person: Person, before: str, *, at: datetime) -> None:
    """Tell the address that was before."""
    with in_language_of(person, at=at):
        subject = _("Your e-mail address was changed")
        text = _(
            "Somebody asked us to regain access to your account, and proved to be you. From now "
            "on you sign in with another e-mail address.\n\nIf it was not you who asked, write to "
            "us at once."
        )
        body = letter(person, text, at=at)
    send(person, subject=subject, body=body, at=at, address=before)
