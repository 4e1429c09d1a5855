"""Carry out calls of which many are alike: those are read, and written down, all at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from time import monotonic
from typing import Any

from django.db import connection, transaction

from troth.calls.carry_out import logger, try_it, write_down
from troth.calls.kinds import Alike, Answer, Ask, kind_of
from troth.calls.models import Call

# Seconds. What has not been asked by then is given back: what was read for all is never old, and
# what was answered is soon written down.
SPAN = 5.0

_CLOSE = """
    UPDATE calls_call c SET done_at = %(at)s, answer = s.answer, why = '', next_at = NULL,
        claimed_at = NULL, claimed_by = NULL, in_doubt_since = NULL
    FROM unnest(%(calls)s::bigint[], %(answers)s::text[]) AS s (call, answer)
    WHERE c.id = s.call AND c.claimed_by = %(me)s RETURNING c.id
"""
_GIVE_BACK = """
    UPDATE calls_call SET tries = 0, next_at = %(at)s, claimed_at = NULL, claimed_by = NULL
    WHERE id = ANY(%(calls)s::bigint[]) AND claimed_by = %(me)s
"""

Said = tuple[Call, Answer]


def carry_out_some(calls: Sequence[Call], *, at: datetime) -> int:
    """How many were made, one after the other, of some that were claimed together and that nobody
    has tried before; others have the rest. Each is asked outside of any transaction."""
    ends, made, alike = monotonic() + SPAN, 0, list[Said]()
    try:
        asks = _read(calls, at)
        for call in calls:
            made += 1
            came = try_it(call, asks.get(call.pk), at=at)
            if isinstance(came, Answer) and came.alike is not None:
                alike.append((call, came))
            elif isinstance(came, Answer):
                write_down(call, came, at=at)
            if monotonic() > ends:
                break
    finally:  # also where one of them fails
        _write_down(alike, at)
        _give_back(calls[made:], at)
    return made


def _read(calls: Sequence[Call], at: datetime) -> Mapping[int, Ask]:
    """By its key, how each is asked that is like others; none where that cannot be read."""
    asks = dict[int, Ask]()
    for kind, some in _by_kind((call, call) for call in calls):
        try:
            asks.update(kind.read(some, at=at))
        except Exception as error:
            logger.error("calls could not be read at once: %s", type(error).__name__)
    return asks


def _write_down(said: Sequence[Said], at: datetime) -> None:
    """In one transaction; each by itself where one is in the way of all."""
    if not said:
        return
    try:
        with transaction.atomic():
            _write_all(said, at)
    except Exception as error:
        logger.error("answers could not be written at once: %s", type(error).__name__)
        for call, answer in said:
            try:
                write_down(call, answer, at=at)
            except Exception as alone:  # its claim runs out, and it is looked up
                logger.error("%s failed: %s", call, type(alone).__name__)


def _write_all(said: Sequence[Said], at: datetime) -> None:
    values: dict[str, Any] = {
        "calls": [call.pk for call, _answer in said],
        "answers": [answer.reference for _call, answer in said],
        "me": said[0][0].claimed_by,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, values)
        mine = {number for (number,) in cursor.fetchall()}
    for kind, some in _by_kind((call, answer.alike) for call, answer in said if call.pk in mine):
        kind.write(some, at=at)


def _give_back(calls: Sequence[Call], at: datetime) -> None:
    if calls:
        values = {"calls": [call.pk for call in calls], "me": calls[0].claimed_by, "at": at}
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, values)


def _by_kind[T](some: Iterable[tuple[Call, T]]) -> Iterator[tuple[Alike, list[T]]]:
    """What there is of each kind of calls that are alike."""

    def name(pair: tuple[Call, T]) -> str:
        return pair[0].kind

    for called, pairs in groupby(sorted(some, key=name), name):
        kind = kind_of(called)
        if isinstance(kind, Alike):
            yield kind, [each for _call, each in pairs]
