"""Look up payments at gateways that have stayed open."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.gateways.look_up import look_up
from troth.gateways.models import PaymentAttempt

logger = logging.getLogger(__name__)

_NOT_BEFORE = timedelta(minutes=15)  # till then whoever began it is still there
_GIVEN_UP = timedelta(days=1)
_MOST = 1000  # in one go


def look_up_open(*, every: bool, at: datetime) -> int:
    """Ask of each payment that is open how it stands; of how many.

    Of those by which nobody has paid for a day no more is expected: they end. every: also of what
    was begun long ago and may be under way, which is asked once a night.
    """
    open_ = PaymentAttempt.objects.filter(ended_at=None, started_at__lte=at - _NOT_BEFORE)
    if not every:
        lately = Q(started_at__gte=at - _GIVEN_UP - timedelta(hours=2))
        open_ = open_.filter(lately, underway_since=None)
    found = list(_with_all(open_).order_by("pk")[:_MOST])
    for attempt in found:
        _look_up(attempt, at=at)
    return len(found)


def look_up_one(number: int, *, at: datetime) -> None:
    """Ask how one payment stands, if it is open still."""
    if attempt := _with_all(PaymentAttempt.objects.filter(pk=number, ended_at=None)).first():
        _look_up(attempt, at=at)


def _with_all(attempts: QuerySet[PaymentAttempt]) -> QuerySet[PaymentAttempt]:
    return attempts.select_related("account", "by", "invoice", "method", "refunds")


def _look_up(attempt: PaymentAttempt, *, at: datetime) -> None:
    try:
        look_up(attempt, at=at)
    except (Unavailable, InDoubt, OSError) as error:
        logger.warning("%s could not be looked up: %s", attempt, type(error).__name__)
        return
    except Refused:
        pass  # that gateway is switched off
    except Exception as error:  # the others are asked about all the same
        logger.error("%s could not be looked up: %s", attempt, type(error).__name__)
        return
    # What was charged or paid back is in a call, which sees to its end.
    called = attempt.method_id or attempt.refunds_id
    # A check that has found something goes on, or staff or its third party end it.
    waits = called or attempt.underway_since or attempt.asked_at or attempt.proof
    if not waits and attempt.started_at <= at - _GIVEN_UP:
        PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=at)
