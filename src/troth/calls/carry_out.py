"""Carry out a call that has been claimed: ask outside of any transaction, write down what came."""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.kinds import Answer, Ask, kind_of
from troth.calls.models import Call
from troth.gates.share import NotSharedError, UnsignedError

logger = logging.getLogger(__name__)

# Two minutes, four, eight, …: about seventeen hours. Then a person sees to it.
TRIES = 10

_CLOSE = """
    UPDATE calls_call SET done_at = %s, refused_at = %s, answer = %s, why = %s, next_at = NULL,
        claimed_at = NULL, claimed_by = NULL, in_doubt_since = NULL
    WHERE id = %s AND claimed_by IS NOT DISTINCT FROM %s
"""


def carry_out(call: Call, *, at: datetime) -> Answer | Exception:
    """What was answered, once it is written down, or what the plug-in or the gate before it has
    raised, once it is written down what becomes of the call."""
    came = try_it(call, at=at)
    if isinstance(came, Answer):
        write_down(call, came, at=at)
    return came


def try_it(call: Call, ask: Ask | None = None, *, at: datetime) -> Answer | Exception:
    """What was answered, which is for `write_down`; or what was raised, which is seen to.

    ask: asks it, where everything that it needs has been read.
    """
    try:
        return ask() if ask else _answer(call, at)
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


def write_down(call: Call, answer: Answer, *, at: datetime) -> None:
    """End a call by what was answered, unless another worker has it now."""
    with transaction.atomic():
        if _close(call, done=at, answer=answer.reference):
            answer.write(at)


def refuse(call: Call, why: str, *, at: datetime) -> None:
    """Write down that a call will not be done, in the transaction of whoever has claimed it."""
    if _close(call, refused=at, why=why[:200]):
        kind_of(call.kind).refused(call, at=at)


def _answer(call: Call, at: datetime) -> Answer:
    kind = kind_of(call.kind)
    if call.in_doubt_since:
        if answer := kind.look_up(call, at=at):
            return answer
        call.in_doubt_since = None
    return kind.make(call, at=at)


def _close(
    call: Call,
    *,
    done: datetime | None = None,
    refused: datetime | None = None,
    answer: str = "",
    why: str = "",
) -> bool:
    """Write down how it ended, unless the claim ran out and another worker has it now."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [done, refused, answer, why, call.pk, call.claimed_by])
        return bool(cursor.rowcount == 1)


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
