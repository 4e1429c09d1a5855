"""Make the calls that are due: claim, ask outside of any transaction, write down what came of it.

Whoever dies in between leaves a claim that runs out. Then the call is in doubt: it may have
arrived, so it is looked up before it is made again.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from troth.calls.carry_out import TRIES, carry_out
from troth.calls.carry_out_some import carry_out_some
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.publishing.running import asked_once

# A plug-in gives up long before; then whoever has claimed the call is dead.
LEASE = timedelta(minutes=10)
CHUNK = 25  # calls

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
# Only what nobody has tried yet is claimed with others, so that a call which kills whoever makes
# it takes them along once at most.
_CLAIM_TOGETHER = """
    WITH due AS MATERIALIZED (
        SELECT id FROM calls_call WHERE next_at <= %(at)s AND tries = 0 AND in_doubt_since IS NULL
        ORDER BY next_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    )
    UPDATE calls_call c SET tries = 1, claimed_at = %(at)s, claimed_by = %(me)s,
        next_at = %(until)s
    FROM due WHERE c.id = due.id RETURNING c.*
"""


def work_due(*, at: datetime) -> int:
    """Make every call that is due; how many."""
    worked = 0
    while some := work_together(at=at):
        worked += some
    return worked


@asked_once()
def work_together(most: int = CHUNK, *, at: datetime) -> int:
    """Make calls that are due, so many at most; how many there were that no other worker has."""
    values = {"at": at, "me": uuid4(), "until": at + LEASE, "most": most}
    claimed = sorted(Call.objects.raw(_CLAIM_TOGETHER, values), key=lambda call: call.pk)
    return carry_out_some(claimed, at=at) if claimed else int(work(at=at))


@asked_once()
def work(number: int | None = None, *, at: datetime) -> bool:
    """Make one call that is due, or this one; whether there was one that no other worker has."""
    values = {"at": at, "me": uuid4(), "until": at + LEASE, "number": number}
    call = next(iter(Call.objects.raw(_CLAIM, values)), None)
    if call is not None:
        carry_out(call, at=at)
    return call is not None


def work_claimed(call: Call, *, at: datetime) -> Answer:
    """Make a call that whoever waits for its answer has claimed (`ask.py`), and write down what
    came of it; what was answered. Raises what the plug-in or the gate before it has raised."""
    came = carry_out(call, at=at)
    if isinstance(came, Exception):
        raise came
    return came
