"""After a backup was restored: bring the journal up to its copy, so that it goes on as one.

The copy's entries are added as they are, at their places and with their checkpoints. What the
database has written since and not numbered is numbered after them. Where it has given the same
places to other entries already, the copy's keep theirs, because their checkpoints were published
for longer; the others are numbered anew behind them, and an entry `journal.forked` says so.

An entry `journal.taken_up` is added in the same transaction. What the entries that came back have
changed is done again by others, from the place that it names on.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.agree import places
from troth.journal.append import append
from troth.journal.compare import Comparison, compare
from troth.journal.copy import Copy
from troth.journal.events import FORKED, RESTORED, TAKEN_UP
from troth.journal.export import beside, write_from
from troth.journal.models import Checkpoint, Entry
from troth.journal.sequence import lock_tree

_COPIED = """
    CREATE TEMPORARY TABLE journal_copied ON COMMIT DROP AS
    SELECT receipt, at, event, rule, policy, subject, counts, seq, leaf FROM journal_entry
    WITH NO DATA
"""
_COPY = """
    COPY journal_copied (receipt, at, event, rule, policy, subject, counts, seq, leaf) FROM STDIN
"""
# What the backup holds without a place has one in the copy.
_PLACE = """
    UPDATE journal_entry SET seq = copied.seq, leaf = copied.leaf FROM journal_copied copied
    WHERE journal_entry.receipt = copied.receipt AND journal_entry.seq IS NULL
    AND copied.seq IS NOT NULL
"""
_ADD = """
    INSERT INTO journal_entry (receipt, at, event, rule, policy, subject, counts, seq, leaf)
    SELECT * FROM journal_copied ORDER BY seq NULLS LAST ON CONFLICT DO NOTHING
"""
_WITHDRAW_TILES = """
    DELETE FROM journal_tile WHERE (index + 1) * power(256::numeric, level) > %s
"""
_LEFT_OUT = """
    SELECT min(copied.seq) FROM journal_copied copied WHERE NOT EXISTS (
        SELECT FROM journal_entry kept
        WHERE kept.receipt = copied.receipt AND kept.seq = copied.seq AND kept.leaf = copied.leaf
        AND (kept.at, kept.event, kept.rule, kept.policy, kept.subject, kept.counts)
        IS NOT DISTINCT FROM
        (copied.at, copied.event, copied.rule, copied.policy, copied.subject, copied.counts)
    ) AND copied.seq IS NOT NULL
"""


@dataclass(frozen=True)
class TakenUp:
    """How many entries and checkpoints the database lacked, and what a fork has cost.

    `fork` is the place from which on the histories differed, None where they did not; then
    `renumbered` entries of the database get new places, and `withdrawn` checkpoints over them are
    no longer the journal's. They are kept in `aside`, with the entries as they were.
    """

    entries: int
    checkpoints: int
    fork: int | None = None
    renumbered: int = 0
    withdrawn: int = 0
    aside: Path | None = None


def to_replay() -> int | None:
    """The place from which on entries were taken up that have not been acted on; None if none.

    Whoever has acted on all of them appends an entry RESTORED.
    """
    last = Entry.objects.filter(event=RESTORED).order_by("id").last()
    taken = Entry.objects.filter(event=TAKEN_UP, id__gt=last.pk if last else 0)
    return min((entry.counts["place"] for entry in taken), default=None)


def take_up(copy: Copy, *, at: datetime, join: bool = False, unsigned: bool = False) -> TakenUp:
    """Add to the database whatever is vouched for in `copy` and missing in it.

    `join` agrees to number the database's own entries anew where the two have parted, which needs
    the owner of the tables. `unsigned` takes the entries that no checkpoint covers too, which
    anyone could have written who can write the file; they get new places.

    One transaction: all of it or nothing, and a second run finds nothing to do. Raises
    JournalStopped when the histories have parted and `join` is not given; TrothError when the
    database has an entry of the same receipt with other contents, and when it may not be changed.
    """
    with transaction.atomic(durable=True):
        lock_tree(wait=True)
        found = compare(copy)
        withdrawn, aside = 0, None
        if found.fork is not None:
            if not join:
                stopped = found.stopped(copy.path)
                assert stopped is not None
                raise stopped
            withdrawn, aside = _make_room(found.fork, at)
        entries = _take_entries(copy, found, unsigned)
        checkpoints = _take_checkpoints(copy)
        if found.fork is not None:
            counts = {
                "place": found.fork,
                "copy": found.lacking,
                "database": found.own,
                "checkpoints": withdrawn,
            }
            append(FORKED, at=at, counts=counts)
        if entries:
            place = places() if found.first is None else found.first
            counts = {"place": place, "entries": entries, "checkpoints": checkpoints}
            append(TAKEN_UP, at=at, counts=counts)
    return TakenUp(entries, checkpoints, found.fork, found.own, withdrawn, aside)


def _make_room(fork: int, at: datetime) -> tuple[int, Path]:
    """Take their places from the database's entries from `fork` on, and withdraw what signs them.

    They are written into a file before.
    """
    aside = beside(provider().journal_copy, "branch", at)
    try:
        with aside.open("x", encoding="utf-8") as stream:
            write_from(stream, fork)
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise TrothError(f"{aside} cannot be written ({reason}); nothing was changed.") from None
    try:
        with connection.cursor() as cursor:
            for table in ("journal_entry", "journal_checkpoint"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE journal_entry SET seq = NULL, leaf = NULL WHERE seq >= %s", [fork]
            )
            cursor.execute("DELETE FROM journal_checkpoint WHERE size > %s", [fork])
            withdrawn = int(cursor.rowcount)
            cursor.execute(_WITHDRAW_TILES, [fork])
            for table in ("journal_entry", "journal_checkpoint"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise TrothError(
            "Only the owner of the journal's tables can join two histories; run this again with "
            "the owner's DATABASE_URL. Nothing was changed."
        ) from None
    return withdrawn, aside


def _take_entries(copy: Copy, found: Comparison, unsigned: bool) -> int:
    if found.first is None and not (unsigned and copy.unsigned):
        return 0
    first = copy.signed if found.first is None else found.first
    with connection.cursor() as cursor:
        cursor.execute(_COPIED)
        with connection.wrap_database_errors, cursor.copy(_COPY) as rows:
            for entry in copy.entries(unsigned=unsigned):
                assert entry.seq is not None
                if entry.seq >= first:
                    rows.write_row(_row(entry, placed=entry.seq < copy.signed))
        try:
            cursor.execute(_PLACE)
            taken = int(cursor.rowcount)
            cursor.execute(_ADD)
            taken += int(cursor.rowcount)
        except IntegrityError:
            raise TrothError(
                f"{copy.path} holds an entry that this database refuses; nothing was taken up. "
                "Use the version of Troth that wrote it, and no entries without a signature."
            ) from None
        cursor.execute(_LEFT_OUT)
        (refused,) = cursor.fetchone()
    if refused is not None:
        raise TrothError(
            f"The database has the entry of seq={refused} with other contents than were signed; "
            "nothing was taken up. `troth journal verify` names it; restore another backup."
        )
    return taken


def _row(entry: Entry, *, placed: bool) -> tuple[object, ...]:
    return (
        entry.receipt,
        entry.at,
        entry.event,
        entry.rule,
        entry.policy,
        entry.subject,
        json.dumps(entry.counts),
        entry.seq if placed else None,
        entry.leaf if placed else None,
    )


def _take_checkpoints(copy: Copy) -> int:
    have = set(Checkpoint.objects.values_list("size", flat=True))
    missing = (signed for signed in copy.signatures() if signed.size not in have)
    taken = 0
    for chunk in batched(missing, 1000):
        taken += len(Checkpoint.objects.bulk_create(chunk))
    return taken
