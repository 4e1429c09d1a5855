"""Mail somebody once more how they come to the account that staff have opened for them."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.tell import mail_welcome
from troth.people.welcome_link import awaited


@act
def welcome_again(account: Account, *, at: datetime) -> None:
    """Send the link anew, good for as long as the first was. Raises TrothError once they came."""
    account = lock_or_refuse(account)
    refuse_restricted("people.welcome_again.welcome_again", account)
    owner = awaited(account)
    if owner is None:
        raise TrothError(_("Nobody is waited for: the owner of this account has come."))
    refuse_restricted("people.welcome_again.welcome_again", owner)
    mail_welcome(account, owner, at=at)
