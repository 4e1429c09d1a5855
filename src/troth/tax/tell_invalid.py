"""Tell the owner of an account that its VAT number was found invalid."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.accounts.owned import owner_of
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell_invalid(account: Account, *, at: datetime) -> None:
    """Say what follows of it, and how it is mended. The number itself stays out of the mail."""
    owner = owner_of(account)
    if owner is None:
        return
    with in_language_of(owner, at=at):
        subject = _("Your VAT number could not be confirmed as valid")
        text = _(
            "The tax authorities of the EU (VIES) say that the VAT number of your account is not "
            "valid for trade between its countries. Until it is, we have to charge you VAT.\n\n"
            "If it was mistyped, please correct it here:\n\n%(link)s\n\n"
            "If it is right, please ask your tax office to have it entered for trade within the "
            "EU. We ask again before the next invoice.\n"
        ) % {"link": link("details", account.pk)}
        body = letter(owner, text, at=at)
    send(owner, account=account, subject=subject, body=body, at=at)
