"""Make the proof that the journal has only grown since some checkpoint."""

from troth.core.errors import TrothError
from troth.journal.growth import Growth
from troth.journal.models import Checkpoint
from troth.journal.tree import consistency_proof, verify_consistency
from troth.journal.tree_at import leaves_from, tree_at, trusted_frontier


def prove_growth(old: int) -> Growth:
    """From the first `old` entries to those of the last checkpoint; 0 for who has none yet.

    Costs the leaves between the two. Raises TrothError when the last checkpoint signs fewer, or
    the journal was changed so that the proof would not hold.
    """
    last = Checkpoint.objects.order_by("size").last()
    if last is None or last.size < old:
        raise TrothError(
            f"The journal has signed {last.size if last else 0} entries, so nothing goes on from "
            f"{old}."
        )
    if old == 0:
        return Growth(0, (), last.note)
    tree = tree_at(old)
    hashes: list[bytes] = []
    if tree is not None:
        hashes = consistency_proof(leaves_from(tree, last.size), old, tree)
    root = trusted_frontier(last).root()
    if tree is None or not verify_consistency(old, last.size, hashes, tree.root(), root):
        raise TrothError(
            f"The journal's entries from seq={old} on do not make the tree that was signed; "
            "`troth journal verify` names what was changed."
        )
    return Growth(old, tuple(hashes), last.note)
