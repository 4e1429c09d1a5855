"""Write to a customer by hand, about their account."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.messaging.language import in_language_of
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.publishing.running import policy_on


@act
def write_to(account: Account, subject: str, text: str, *, at: datetime, by: Person) -> Message:
    """Mail the owner of an account; it stands among their messages.

    It goes by the rule of messages that nobody can decline: about the account, and never to
    advertise. Raises TrothError for an account without an owner, RestrictedError under restriction.
    """
    account = lock_or_refuse(account)
    refuse_restricted("messaging.write_to.write_to", account)
    owner = owner_of(account)
    if owner is None:
        raise TrothError(_("This account has no owner who could be written to."))
    with in_language_of(owner, at=at):
        context = {"person": owner, "text": text, "provider": policy_on(at).tables.provider}
        body = render_to_string("messaging/written_message.txt", context)
    queued = send(owner, account=account, subject=subject, body=body.strip() + "\n", at=at)
    assert queued  # what cannot be declined always goes
    log(account, gettext_noop("message written"), at=at, person=by)
    return queued
