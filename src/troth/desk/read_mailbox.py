"""Take in the requests that have come by e-mail, and tell each sender that theirs has arrived."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.desk.mail import LONGEST, Mail, read_mail
from troth.desk.mailbox import opened, settle, unread
from troth.messaging.language import in_language_of
from troth.messaging.send import send, send_to_stranger
from troth.publishing.running import asked_once, policy_on
from troth.requests.models import RightsRequest
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
@act
def _take(mail: Mail, asked_at: datetime, at: datetime) -> bool:
    """Store one mail and have its arrival acknowledged; whether it was new."""
    request = take_in(
        mail.sender,
        _text(mail),
        mail_id=mail.number,
        asked_at=asked_at,
        at=at,
        genuine=mail.genuine,
    )
    if request and mail.sender and not _heard_from(request):
        _acknowledge(request, at=at)
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


def _heard_from(request: RightsRequest) -> bool:
    """Whether the sender wrote within a day before: two robots must not go on forever."""
    since = request.asked_at - timedelta(days=1)
    others = RightsRequest.objects.filter(sender=request.sender, asked_at__gt=since)
    return others.exclude(pk=request.pk).exists()


def _acknowledge(request: RightsRequest, *, at: datetime) -> None:
    """Tell the sender that the mail has arrived."""
    policy = policy_on(at.date())
    with in_language_of(request.person, at=at):
        subject = _("We have received your message")
        body = _(
            "Hello,\n\nwe have received your message and will answer it. Its number is "
            "%(number)s.\n\nYou need not do anything. Attachments are not taken over; if you want "
            "to send us a document, wait until we ask for it.\n\n%(provider)s"
        ) % {"number": request.pk, "provider": policy.tables.provider.name}
    if request.person:
        send(request.person, subject=subject, body=body, at=at)
    else:
        send_to_stranger(request.sender, None, subject=subject, body=body, at=at)
