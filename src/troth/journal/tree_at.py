"""The tree over the first entries of the database, from the signed checkpoint before them."""

from troth.core.errors import TrothError
from troth.journal.key import public_keys
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import NoteError, open_head
from troth.journal.tree import HASH_BYTES, Frontier


def tree_at(size: int) -> Frontier | None:
    """The tree of the first `size` entries; None where the database lacks some of them.

    Costs the leaves since the last checkpoint that is not larger. Raises TrothError as
    `trusted_frontier`.
    """
    last = Checkpoint.objects.filter(size__lte=size).order_by("size").last()
    frontier = trusted_frontier(last) if last else Frontier()
    rows = Entry.objects.filter(seq__gte=frontier.size, seq__lt=size).order_by("seq")
    for seq, leaf in rows.values_list("seq", "leaf").iterator():
        if seq != frontier.size:
            return None
        frontier.append(bytes(leaf or b""))
    return frontier if frontier.size == size else None


def leaves_from(before: Frontier, size: int) -> list[bytes]:
    """The hashes of the leaves that follow `before`, up to `size` in all.

    Raises TrothError when some are missing.
    """
    rows = Entry.objects.filter(seq__gte=before.size, seq__lt=size).order_by("seq")
    leaves = [bytes(leaf or b"") for leaf in rows.values_list("leaf", flat=True)]
    if before.size + len(leaves) != size:
        raise TrothError(
            f"Journal entries are missing between seq={before.size} and seq={size - 1}. "
            "Run `troth journal verify`, and restore them from a backup."
        )
    return leaves


def trusted_frontier(last: Checkpoint) -> Frontier:
    """Where the tree goes on from after `last`, if our key has signed exactly that.

    Raises TrothError when another key signed it, it was changed, or the key is missing.
    """
    try:
        head = open_head(last.note, public_keys())
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
