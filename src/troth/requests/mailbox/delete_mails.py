"""Delete from the mailbox the mails whose requests are done."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from troth.core.provider import provider
from troth.requests.mailbox.mailbox import delete, opened
from troth.requests.models import DoomedMail, RightsRequest

logger = logging.getLogger(__name__)

_SOON = timedelta(hours=1)


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
            for day, mails in groupby(doomed, lambda mail: mail.arrived_at.astimezone(UTC).date()):
                numbers = {mail.number for mail in mails}
                for folder in filter(None, (where["folder"], where["move"])):
                    delete(box, folder, day, numbers)
    DoomedMail.objects.filter(pk__in=[mail.pk for mail in doomed]).delete()
    return len(doomed)


def overdue_mails(*, at: datetime) -> QuerySet[DoomedMail]:
    """Mails that should have been deleted and are there still."""
    return _doomed().filter(doomed_at__lt=at - _SOON)


def _doomed() -> QuerySet[DoomedMail]:
    """Those that wait for no open request."""
    open_ = RightsRequest.objects.filter(pk=OuterRef("waits_for"), closed_at=None)
    return DoomedMail.objects.filter(~Exists(open_))
