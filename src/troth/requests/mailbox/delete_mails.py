"""Delete from the mailbox the mails whose requests are done."""

import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from imap_tools import BaseMailBox

from troth.core.enforces import enforces
from troth.core.provider import provider
from troth.requests.mailbox.mail import read_mail
from troth.requests.mailbox.mailbox import arrived_about, opened
from troth.requests.models import DoomedMail, RightsRequest

logger = logging.getLogger(__name__)

_SOON = timedelta(hours=1)


@enforces("right.erase")
def delete_mails(*, at: datetime) -> int:
    """Delete each mail whose request is done, from where it arrives and from where it is moved.

    How many there were. One that is in neither folder is gone already, as far as we can know.
    Raises TrothError when the mailbox cannot be read: then all are tried again the next time, and
    staff are told, see `overdue_mails`. Where there is no mailbox any more, the log says how many
    are out of reach.
    """
    doomed = list(_doomed().order_by("arrived_at"))
    where = provider().mailbox
    if doomed and not where:
        logger.error("%d mails cannot be deleted: MAILBOX_URL names no mailbox", len(doomed))
    elif doomed:
        with opened(where) as box:
            for folder in filter(None, (where["folder"], where["move"])):
                box.folder.set(folder)
                for day, mails in groupby(doomed, lambda mail: mail.arrived_at.date()):
                    _delete(box, day, {mail.number for mail in mails})
    DoomedMail.objects.filter(pk__in=[mail.pk for mail in doomed]).delete()
    return len(doomed)


def overdue_mails(*, at: datetime) -> int:
    """How many mails should have been deleted and are there still."""
    return _doomed().filter(doomed_at__lt=at - _SOON).count()


def _doomed() -> QuerySet[DoomedMail]:
    """Those that wait for no open request."""
    open_ = RightsRequest.objects.filter(pk=OuterRef("waits_for"), closed_at=None)
    return DoomedMail.objects.filter(~Exists(open_))


def _delete(box: BaseMailBox, day: date, numbers: Collection[str]) -> None:
    found = [mail.uid for mail in arrived_about(box, day) if read_mail(mail.raw).number in numbers]
    box.delete(found)
