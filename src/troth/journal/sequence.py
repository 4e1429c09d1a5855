"""Give committed entries their places in the tree.

Appends take no lock, so ids commit out of order. One sequencer at a time reads what has
committed and numbers it; an entry that commits later, with whatever id, is numbered later.
"""

from django.db import connection, transaction

from troth.core.errors import TrothError
from troth.journal.agree import agree_with_host, places
from troth.journal.leaf import entry_hash
from troth.journal.models import Entry

CHUNK = 5_000  # entries numbered in one transaction
LOCK = int.from_bytes(b"journal")  # the advisory lock of everything that extends the tree

_PLACE = """
    UPDATE journal_entry SET seq = placed.seq, leaf = placed.leaf
    FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS placed (id, seq, leaf)
    WHERE journal_entry.id = placed.id
"""


def sequence(limit: int | None = None, *, wait: bool = False) -> int:
    """Number the committed entries that have no place yet, at most `limit` of them.

    Returns how many were numbered. While another sequencer is at work, returns at once with
    what it has done so far, usually 0; with `wait`, waits its turn. Killed anywhere, it leaves
    whole chunks behind and can run again. Raises RuntimeError inside a transaction: a number
    must not be given to what may still roll back. Raises JournalStopped where this host
    knows of entries that the database lacks, whose places it would give away.
    """
    done = 0
    while limit is None or done < limit:
        wanted = CHUNK if limit is None else min(CHUNK, limit - done)
        placed = _sequence_chunk(wanted, wait=wait)
        done += placed
        if placed < wanted:
            break
    return done


def lock_tree(*, wait: bool) -> bool:
    """Become the only one to extend the tree until this transaction ends; False if not now."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (locked,) = cursor.fetchone()
    return bool(locked)


def _sequence_chunk(wanted: int, *, wait: bool) -> int:
    with transaction.atomic(durable=True):
        if not lock_tree(wait=wait):
            return 0
        entries = list(Entry.objects.filter(seq=None).order_by("id")[:wanted])
        if not entries:
            return 0
        agree_with_host()
        # Giving a signed place again would hide that its entry was cut off; a gap shows it.
        for seq, entry in enumerate(entries, start=places()):
            entry.seq = seq
        with connection.cursor() as cursor:
            cursor.execute(
                _PLACE,
                [
                    [entry.id for entry in entries],
                    [entry.seq for entry in entries],
                    [entry_hash(entry) for entry in entries],
                ],
            )
            if cursor.rowcount != len(entries):
                raise TrothError(
                    "The journal lost entries while they were being numbered; nothing was "
                    "numbered. Find out who deletes from journal_entry, then try again."
                )
    return len(entries)
