"""Sign the tree as it is now."""

from datetime import datetime

from django.db import transaction

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.agree import JournalStopped, agree_with_host
from troth.journal.key import origin, signing_key
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, sign
from troth.journal.sequence import lock_tree, sequence
from troth.journal.signature import keep_signature, last_signature
from troth.journal.tiles import keep_tiles
from troth.journal.tree import Frontier
from troth.journal.tree_at import trusted_frontier


def checkpoint(*, at: datetime, first: bool = False) -> Checkpoint | None:
    """Sequence every committed entry, sign the tree's root and store it.

    Returns the new checkpoint; the last one when no entry is new; None while the journal is
    empty. Hashes only the leaves since the last one. The note is a c2sp.org/tlog-checkpoint.

    Committed before it returns, because a log must never sign two trees that contradict each
    other: raises RuntimeError inside a transaction. Raises TrothError when the last checkpoint
    was signed by another key or has been changed, and when an entry is missing since; and
    JournalStopped where what this host knows of the journal tells another history, or where its
    key lies already and nothing tells what it has signed: `first` says that it was nothing.
    """
    if not first:
        _require_known_key()
    sequence(wait=True)
    with transaction.atomic(durable=True):
        lock_tree(wait=True)
        last = Checkpoint.objects.order_by("size").last()
        frontier = trusted_frontier(last) if last else Frontier()
        signed = frontier.size
        _extend(frontier)
        if frontier.size == signed:
            return last
        agree_with_host()
        head = Head(origin(), frontier.size, frontier.root())
        note = sign(str(head), origin(), signing_key())
        keep_signature(note)
        keep_tiles(head.size)
        return Checkpoint.objects.create(
            size=head.size, root=head.root, at=at, note=note, frontier=bytes(frontier)
        )


def _require_known_key() -> None:
    """Raise JournalStopped where there is a key, and nothing that it may have signed.

    Raises RuntimeError inside a transaction.
    """
    ours = provider()
    with transaction.atomic(durable=True):
        lock_tree(wait=True)  # another's first checkpoint makes the key before it is committed
        known = Checkpoint.objects.exists() or last_signature() or ours.journal_copy.exists()
        made = ours.journal_key.exists()
    if made and not known:
        raise JournalStopped(
            f"The journal's key {ours.journal_key} was there before the first checkpoint, and no "
            "key signs two journals, so nothing is numbered or signed. Where checkpoints were "
            "deleted, run `troth restore` with a copy of the journal; where the key is a new one "
            "that you brought, run `troth journal checkpoint --first`."
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
