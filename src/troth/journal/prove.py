"""Make the proof that a subject's receipt carries."""

from datetime import datetime

from troth.journal.checkpoint import checkpoint
from troth.journal.key import public_keys
from troth.journal.leaf import leaf_data
from troth.journal.models import Checkpoint, Entry
from troth.journal.proof import Proof
from troth.journal.tree import Frontier, inclusion_proof
from troth.journal.tree_at import leaves_from, trusted_frontier


def prove(entry: Entry, *, at: datetime) -> Proof:
    """The proof that a committed entry is in the journal.

    It is against the first checkpoint that covers the entry, so it is the same each time, and
    costs only the leaves between that checkpoint and the one before. Makes a checkpoint, dated
    `at`, when none covers the entry yet; then raises RuntimeError inside a transaction.

    Raises TrothError when the journal was changed so that the proof would not hold,
    JournalStopped when none covers the entry and nothing is signed now, and Entry.DoesNotExist
    when the entry was never committed.
    """
    entry = Entry.objects.get(pk=entry.pk)
    covering = _first_after(entry)
    if covering is None:
        checkpoint(at=at)
        entry.refresh_from_db()
        covering = _first_after(entry)
    assert covering is not None
    return prove_in(entry, covering)


def prove_in(entry: Entry, covering: Checkpoint) -> Proof:
    """The proof that an entry is in the tree of a checkpoint; costs its leaves since the one
    before the entry. Raises TrothError as `prove`."""
    assert entry.seq is not None
    previous = Checkpoint.objects.filter(size__lte=entry.seq).order_by("size").last()
    before = trusted_frontier(previous) if previous else Frontier()
    leaves = leaves_from(before, covering.size)
    proof = Proof(
        entry=leaf_data(entry).decode(),
        index=entry.seq,
        size=covering.size,
        hashes=tuple(inclusion_proof(leaves, entry.seq, before)),
        checkpoint=covering.note,
    )
    proof.verify(public_keys())
    return proof


def _first_after(entry: Entry) -> Checkpoint | None:
    if entry.seq is None:
        return None
    return Checkpoint.objects.filter(size__gt=entry.seq).order_by("size").first()
