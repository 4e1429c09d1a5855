"""Whether a worker runs, by when one was last seen."""

from datetime import datetime, timedelta

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateWorker

# After which a worker, which tells every 10 s, is gone; procrastinate takes it for gone then, too.
_SILENT = timedelta(seconds=30)


def last_seen() -> datetime | None:
    """When a worker told last that it runs; None where none ever did."""
    last: datetime | None = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return last


def is_missing(*, at: datetime) -> bool:
    """Whether no worker runs, so that no mail goes out and nothing is erased."""
    last = last_seen()
    return last is None or at - last > _SILENT
