"""Take in the requests that have come by e-mail."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.inputs.card import without_card_numbers
from troth.publishing.running import asked_once
from troth.requests.mailbox.mail import LONGEST, Mail, read_mail
from troth.requests.mailbox.mailbox import opened, settle, unread
from troth.requests.models import DoomedMail
from troth.requests.take_in import take_in

logger = logging.getLogger(__name__)


@enforces("right.*")
def read_mailbox(*, at: datetime) -> int:
    """Make a request of every new mail, each in a transaction of its own; how many there were.

    A mail is marked as read once its request is stored, so that none is lost, and is known by
    its number, so that none counts twice. What a program has sent is only marked as read. A mail
    that cannot be stored stays unread, and those behind it have their turn. Raises TrothError
    where there is no mailbox, and when it cannot be read.
    """
    ours = provider()
    where = ours.mailbox
    if not where:
        raise TrothError("There is no mailbox to read; name one in MAILBOX_URL.")
    taken = 0
    with opened(where) as box:
        for arrived in unread(box):
            mail = read_mail(arrived.raw, authserv=ours.mailbox_authserv)
            try:
                taken += not mail.automatic and _take(mail, min(arrived.at or at, at), at)
            except (OperationalError, InterfaceError):
                raise  # the database is gone, for those behind as well
            except Exception as error:  # noqa: BLE001
                logger.error("a mail could not be taken in: %s", type(error).__name__)
            else:
                settle(box, arrived, where["move"])
    return taken


@asked_once()
def _take(mail: Mail, asked_at: datetime, at: datetime) -> bool:
    """Store one mail; whether it was new, and not of a request that is done already."""
    if DoomedMail.objects.filter(number=mail.number).exists():
        return False
    request = take_in(
        mail.sender,
        without_card_numbers(_text(mail)),  # a mail cannot be refused
        mail_id=mail.number,
        asked_at=asked_at,
        at=at,
        genuine=mail.genuine,
    )
    return request is not None


def _text(mail: Mail) -> str:
    """What staff read: the subject, the text, and what of the mail is missing."""
    notes = []
    if mail.cut:
        notes.append(_("[Cut after %(most)d characters.]") % {"most": LONGEST})
    if mail.attachments:
        notes.append(
            ngettext(
                "[%(count)d attachment is not stored; it is in the mailbox.]",
                "[%(count)d attachments are not stored; they are in the mailbox.]",
                mail.attachments,
            )
            % {"count": mail.attachments}
        )
    if not (mail.sender and (mail.subject or mail.text)):
        notes.append(_("[Parts of this mail cannot be read; see it in the mailbox.]"))
    return "\n\n".join(part for part in (mail.subject, mail.text, *notes) if part)
