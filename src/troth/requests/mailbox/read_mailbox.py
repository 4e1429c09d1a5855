"""Take in the requests that have come by e-mail."""

import logging
import re
from datetime import datetime
from email.errors import MessageError
from hashlib import sha256
from typing import Any

from django.db import DataError, InterfaceError, OperationalError
from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.inputs.card import refuses_card_numbers, without_card_numbers
from troth.messaging.thread import key_in, thread_in
from troth.messaging.unreachable import came_back
from troth.publishing.running import asked_once, policy_on
from troth.requests.mailbox.mail import LONGEST, Mail, number_of
from troth.requests.mailbox.mailbox import MOST, Arrived, arrived, opened, place, settle
from troth.requests.mailbox.read_apart import mask_apart, read_apart
from troth.requests.models import DoomedMail, RightsRequest, TakenIn, UnstoredMail
from troth.requests.take_in import take_in

# What mail programs put before the subject that they answer, which then is one of ours.
_REPLY = re.compile(r"(re|aw|antw|sv|vs|ref|rif|odp)\s*:", re.IGNORECASE)

logger = logging.getLogger(__name__)

# How what a stranger wrote fails; anything else may go well the next time.
_ITS_OWN_FAULTS = (DataError, LookupError, MessageError, RecursionError, ValueError)


def read_mailbox(*, at: datetime) -> int:
    """Make a request of every mail that is new here, each in a transaction of its own; how many.

    Whether a mail is new is a matter of which were taken in: others read the mailbox too, and
    senders choose what is in it. Whatever it is, it is put before staff. It is marked as read
    once its request is stored. A mail that cannot be stored is tried again the next time, those
    behind it have their turn, and staff are told, see `unstored_mails`. One with a card's number is
    kept without it; where the policy takes none, the mail itself goes from the mailbox. Raises
    TrothError where there is no mailbox, and when it cannot be read.
    """
    where = provider().mailbox
    if not where:
        raise TrothError("There is no mailbox to read; name one in MAILBOX_URL.")
    taken = 0
    with opened(where) as box:
        here, uids = place(box, where), box.uids()
        known = TakenIn.objects.filter(place=here)
        before = {str(uid) for uid in known.values_list("uid", flat=True)}
        for mail in arrived(box, [uid for uid in uids if uid not in before]):
            try:
                kept = _take(mail, here, at=at)
            except (OperationalError, InterfaceError):
                raise  # the database is gone, for those behind as well
            except Exception as error:  # noqa: BLE001
                logger.error("a mail could not be taken in: %s", type(error).__name__)
                UnstoredMail.objects.get_or_create(place=here, uid=mail.uid, defaults={"since": at})
            else:
                taken += kept is not None
                if kept and kept != mail.raw and _goes(mail, at=at):
                    box.delete(mail.uid)
                else:
                    settle(box, mail, where["move"])
    # At the end: a mail may have got another number meanwhile, and is known by its bytes.
    known.exclude(uid__in=uids).delete()
    waiting = UnstoredMail.objects.filter(place=here, uid__in=uids)
    waits = waiting.exclude(uid__in=known.values("uid"))
    UnstoredMail.objects.exclude(pk__in=waits.values("pk")).delete()
    return taken


def unstored_mails() -> dict[str, Any]:
    """How many mails could not be stored, and since when the first waits: `count`, `since`."""
    return UnstoredMail.objects.aggregate(count=Count("pk"), since=Min("since"))


@asked_once()
def _take(mail: Arrived, here: str, *, at: datetime) -> bytes | None:
    """Take in one mail; what is kept of it, or None where it was not new."""
    fingerprint = sha256(mail.raw).hexdigest()
    known = TakenIn.objects.filter(fingerprint=fingerprint).exists()
    read = None if known else read_apart(mail.raw, authserv=provider().mailbox_authserv)
    if read and _was_taken_in_by_0_1(number_of(mail.raw)):
        read = None
    kept = mask_apart(mail.raw) if read else b""
    try:
        new = _store(mail, read, kept, here, fingerprint, at=at)
    except _ITS_OWN_FAULTS as error:
        logger.error("a mail is stored without what was read of it: %s", type(error).__name__)
        new = _store(mail, Mail(), kept, here, fingerprint, at=at)
    return kept if new else None


def _goes(mail: Arrived, *, at: datetime) -> bool:
    """Whether a mail with a card's number is not left in the mailbox: all of it is kept masked."""
    return len(mail.raw) < MOST and refuses_card_numbers(policy_on(at))


def _was_taken_in_by_0_1(number: str) -> bool:
    """Whether a request came in this mail when there was no list of them; no mail was kept."""
    request = RightsRequest.objects.filter(mail_id=number, mails=None)
    return request.exists() or DoomedMail.objects.filter(number=number).exists()


@act
def _store(
    mail: Arrived, read: Mail | None, kept: bytes, here: str, fingerprint: str, *, at: datetime
) -> bool:
    """Take in what was read of a mail, and what is kept of it; whether it was new."""
    _row, new = TakenIn.objects.get_or_create(
        place=here, uid=mail.uid, defaults={"fingerprint": fingerprint}
    )
    if not new or read is None:
        return False
    number = key_in(read.came_back)
    if number is not None and came_back(number, at=at):
        # It is dealt with: nobody has to sort it, and it goes from the mailbox.
        came = min(mail.at or at, at)
        DoomedMail.objects.create(number=number_of(mail.raw), arrived_at=came, doomed_at=at)
        return False
    take_in(
        read.sender,
        without_card_numbers(_text(read, len(mail.raw))),  # a mail cannot be refused
        asked_at=min(mail.at or at, at),
        at=at,
        genuine=read.genuine,
        reply_to=read.reply_to,
        mail_id=number_of(mail.raw),
        raw=kept,
        had_card=kept != mail.raw,
        automatic=read.automatic,
        thread=thread_in(read.answers.split()),
    )
    return True


def _text(mail: Mail, size: int) -> str:
    """What staff read: the subject, the text, and what of the mail is missing."""
    notes = []
    if mail.automatic and mail.sender:
        notes.append(_("[A program wrote this mail: a report, or a reply in somebody’s absence.]"))
    if mail.cut:
        notes.append(_("[Cut after %(most)d characters.]") % {"most": LONGEST})
    if mail.attachments:
        notes.append(
            ngettext(
                "[%(count)d attachment came with this mail.]",
                "[%(count)d attachments came with this mail.]",
                mail.attachments,
            )
            % {"count": mail.attachments}
        )
    if mail.unreadable:
        notes.append(_("[Parts of this mail cannot be read; see the mail as it came.]"))
    if size >= MOST:
        notes.append(_("[The mail is too large to be kept; all of it is in the mailbox.]"))
    subject = "" if _REPLY.match(mail.subject) and thread_in(mail.answers.split()) else mail.subject
    return "\n\n".join(part for part in (subject, mail.text, *notes) if part)
