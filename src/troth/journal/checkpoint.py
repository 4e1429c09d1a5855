"""Sign the tree as it is now."""

from datetime import datetime

from django.db import transaction

from troth.core.errors import TrothError
from troth.journal.key import origin, public_key, signing_key
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, NoteError, open_head, sign
from troth.journal.sequence import lock_tree, sequence
from troth.journal.tree import HASH_BYTES, Frontier


def checkpoint(*, at: datetime) -> Checkpoint | None:
    """Sequence every committed entry, sign the tree's root and store it.

    Returns the new checkpoint; the last one when no entry is new; None while the journal is
    empty. Hashes only the leaves since the last one. The note is a c2sp.org/tlog-checkpoint.

    Committed before it returns, because a log must never sign two trees that contradict each
    other: raises RuntimeError inside a transaction. Raises TrothError when the last checkpoint
    was signed by another key or has been changed, and when an entry is missing since.
    """
    sequence(wait=True)
    with transaction.atomic(durable=True):
        lock_tree(wait=True)
        last = Checkpoint.objects.order_by("size").last()
        frontier = trusted_frontier(last) if last else Frontier()
        signed = frontier.size
        _extend(frontier)
        if frontier.size == signed:
            return last
        head = Head(origin(), frontier.size, frontier.root())
        return Checkpoint.objects.create(
            size=head.size,
            root=head.root,
            at=at,
            note=sign(str(head), origin(), signing_key()),
            frontier=bytes(frontier),
        )


def trusted_frontier(last: Checkpoint) -> Frontier:
    """Where the tree goes on from after `last`, if our key has signed exactly that.

    Raises TrothError when another key signed it, or it was changed.
    """
    try:
        head = open_head(last.note, public_key())
    except NoteError as error:
        raise TrothError(
            f"The checkpoint of {last.size} entries is not signed by this installation. {error} "
            "Restore TROTH_HOME/journal.key (or JOURNAL_KEY) and JOURNAL_ORIGIN."
        ) from error
    if last.size.bit_count() * HASH_BYTES == len(last.frontier):
        frontier = Frontier.from_bytes(last.size, bytes(last.frontier))
        if (head.size, head.root) == (frontier.size, frontier.root()):
            return frontier
    raise TrothError(
        f"The stored checkpoint of {last.size} entries was changed after it was signed. "
        "Run `troth journal verify`, and restore it from a backup."
    )


def _extend(frontier: Frontier) -> None:
    """Append the leaves that follow the frontier. Raises TrothError at a gap."""
    leaves = Entry.objects.filter(seq__gte=frontier.size).order_by("seq")
    for seq, leaf in leaves.values_list("seq", "leaf").iterator():
        if seq != frontier.size:
            raise TrothError(
                f"Journal entry seq={frontier.size} is missing, so the tree cannot be signed. "
                "Run `troth journal verify`, and restore the entry from a backup."
            )
        frontier.append(bytes(leaf or b""))
