"""Make the calls that are due: claim, ask outside of any transaction, write down what came of it.

Whoever dies in between leaves a claim that runs out. Then the call is in doubt: it may have
arrived, so it is looked up before it is made again.
"""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.kinds import Answer, kind_of
from troth.calls.models import Call
from troth.gates.share import NotSharedError, UnsignedError
from troth.publishing.running import asked_once

logger = logging.getLogger(__name__)

# A plug-in gives up long before; then whoever has claimed the call is dead.
LEASE = timedelta(minutes=10)
# Two minutes, four, eight, …: about seventeen hours. Then a person sees to it.
TRIES = 10

# A claim that nobody else has and that runs out by itself. Whatever kills everybody who makes a
# call, waits for a person as well.
_CLAIM = f"""
    WITH worn AS (
        UPDATE calls_call SET next_at = NULL, claimed_at = NULL, claimed_by = NULL,
            in_doubt_since = coalesce(in_doubt_since, claimed_at)
        WHERE tries >= {TRIES} AND next_at <= %(at)s
    )
    UPDATE calls_call SET tries = tries + 1, claimed_at = %(at)s, claimed_by = %(me)s,
        in_doubt_since = coalesce(in_doubt_since, claimed_at), next_at = %(until)s
    WHERE id = (
        SELECT id FROM calls_call WHERE next_at <= %(at)s AND tries < {TRIES}
        AND (%(number)s::bigint IS NULL OR id = %(number)s::bigint)
        ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING *
"""


def work_due(*, at: datetime) -> int:
    """Make every call that is due; how many."""
    worked = 0
    while work(at=at):
        worked += 1
    return worked


@asked_once()
def work(number: int | None = None, *, at: datetime) -> bool:
    """Make one call that is due, or this one; whether there was one that no other worker has."""
    call = _claim(number, at)
    if call is not None:
        _carry_out(call, at)
    return call is not None


def work_claimed(call: Call, *, at: datetime) -> Answer:
    """Make a call that whoever waits for its answer has claimed (`ask.py`), and write down what
    came of it; what was answered. Raises what the plug-in or the gate before it has raised."""
    came = _carry_out(call, at)
    if isinstance(came, Exception):
        raise came
    return came


def _carry_out(call: Call, at: datetime) -> Answer | Exception:
    try:
        answer = _answer(call, at)
    except (Unavailable, UnsignedError) as later:
        _later(call, at, str(later), in_doubt_since=call.in_doubt_since)
        return later
    except (Refused, NotSharedError) as refusal:
        why = str(refusal)
        with transaction.atomic():
            refuse(call, why, at=at)
        return refusal
    except Exception as error:
        # A plug-in that fails in a way of its own may have asked before, and said anything.
        why = str(error) if isinstance(error, InDoubt) else type(error).__name__
        if not isinstance(error, InDoubt):
            logger.error("%s failed: %s", call, why)
        _later(call, at, why, in_doubt_since=call.in_doubt_since or at)
        return error
    with transaction.atomic():
        if _close(call, done_at=at, answer=answer.reference, why=""):
            answer.write(at)
    return answer


def refuse(call: Call, why: str, *, at: datetime) -> None:
    """Write down that a call will not be done, in the transaction of whoever has claimed it."""
    if _close(call, refused_at=at, why=why[:200]):
        kind_of(call.kind).refused(call, at=at)


def _claim(number: int | None, at: datetime) -> Call | None:
    values = {"at": at, "me": uuid4(), "until": at + LEASE, "number": number}
    return next(iter(Call.objects.raw(_CLAIM, values)), None)


def _answer(call: Call, at: datetime) -> Answer:
    kind = kind_of(call.kind)
    if call.in_doubt_since:
        if answer := kind.look_up(call, at=at):
            return answer
        call.in_doubt_since = None
    return kind.make(call, at=at)


def _close(call: Call, **columns: object) -> bool:
    """Write down how it ended, unless the claim ran out and another worker has it now."""
    over = dict.fromkeys(("next_at", "claimed_at", "claimed_by", "in_doubt_since"))
    mine = Call.objects.filter(pk=call.pk, claimed_by=call.claimed_by)
    return mine.update(**columns, **over) == 1


def _later(call: Call, at: datetime, why: str, *, in_doubt_since: datetime | None) -> None:
    """Have it tried again, and say why: a wrong key is mended by whoever reads of it."""
    logger.warning("%s (%s, %s) is not done: %s", call, call.plug_in, call.verb, why[:200])
    wait = timedelta(minutes=2**call.tries)
    Call.objects.filter(pk=call.pk, claimed_by=call.claimed_by).update(
        next_at=at + wait if call.tries < TRIES else None,
        claimed_at=None,
        claimed_by=None,
        in_doubt_since=in_doubt_since,
        why=why[:200],
    )
