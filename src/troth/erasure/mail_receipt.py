"""The last mail to somebody who is erased: where their receipt is."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send_to_stranger
from troth.requests.wording import fill


def mail_receipt(person: Person, receipt: UUID, text: str, *, at: datetime) -> str:
    """Mail where the receipt is to the address that was the person's last; what was written.

    text: what staff write, with `{link}` in it; blank for the usual words. The message holds that
    address alone, and is gone once it is sent.
    """
    with in_language_of(person, at=at):
        subject = _("Your data is erased")
        usual = _(
            "Your data is erased. The receipt says what is gone, what the law makes us "
            "keep and until when, and which others were told to forget you and have confirmed it; "
            "and it proves the erasure:\n\n{link}"
        )
        body = fill(text or letter(None, usual, at=at), {"link": link("receipt", receipt)})
    # Under a policy by which no mail goes without a consent, the lack of one stops no erasure.
    with suppress(TrothError):
        send_to_stranger(person.email, None, subject=subject, body=body, at=at)
    return body
