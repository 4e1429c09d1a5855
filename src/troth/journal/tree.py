"""The Merkle hash tree of RFC 6962, section 2.1, with SHA-256. Pure functions of leaf hashes.

Everything takes the hashes of leaves, not their data, because that is what the journal stores:
hash data with `leaf_hash` first. A tree of `size` leaves is numbered from 0 to `size - 1`.

A `Frontier` stands for all leaves before some point by at most 64 hashes. Proofs take one as
`before`, so that a proof about recent leaves needs no others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from itertools import batched

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of 0x00 and `data` (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The compact range of a tree's first `size` leaves.

    `peaks` are the roots of the perfect subtrees that these leaves fill, largest and leftmost
    first: one for each bit set in `size`. Raises ValueError when their number is another.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has {self.size.bit_count()} peaks")

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Read what `bytes(frontier)` wrote. Raises ValueError when it does not fit `size`."""
        return cls(size, [bytes(peak) for peak in batched(data, HASH_BYTES)])

    def __bytes__(self) -> bytes:
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf, in constant time on average."""
        peak, size = leaf, self.size
        while size & 1:
            peak, size = node_hash(self.peaks.pop(), peak), size >> 1
        self.peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole tree: MTH of RFC 6962, section 2.1."""
        if not self.peaks:
            return sha256().digest()
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes: MTH of RFC 6962, section 2.1."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(
    leaves: Sequence[bytes], index: int, before: Frontier | None = None
) -> list[bytes]:
    """The audit path of one leaf, lowest first: PATH of RFC 6962, section 2.1.1.

    `leaves` are the hashes that follow `before` (all of them without it), up to the size that
    the proof is for; `index` counts from the tree's first leaf. Raises ValueError when `index`
    is not among `leaves`.
    """
    tree = _Tree(leaves, before)
    if not tree.start <= index < tree.size:
        raise ValueError(f"leaf {index} is not among leaves {tree.start} to {tree.size - 1}")
    path = []
    low, high = 0, tree.size
    while high - low > 1:
        middle = low + _left_size(high - low)
        if index < middle:
            path.append(tree.hash(middle, high))
            high = middle
        else:
            path.append(tree.hash(low, middle))
            low = middle
    return path[::-1]


def consistency_proof(
    leaves: Sequence[bytes], first: int, before: Frontier | None = None
) -> list[bytes]:
    """That the tree of the first `first` leaves is a prefix: PROOF of RFC 6962, section 2.1.2.

    `leaves` are the hashes that follow `before` (all of them without it), up to the larger
    size. Empty when both sizes are equal. Raises ValueError unless `first` is at least 1, at
    least `before`'s size and at most the larger size.
    """
    tree = _Tree(leaves, before)
    if not max(1, tree.start) <= first <= tree.size:
        raise ValueError(f"no consistency proof from {first} to {tree.size} leaves")
    path = []
    low, high = 0, tree.size
    while high > first:
        middle = low + _left_size(high - low)
        if first <= middle:
            path.append(tree.hash(middle, high))
            high = middle
        else:
            path.append(tree.hash(low, middle))
            low = middle
    if low > 0:  # otherwise this subtree is the first tree itself, whose root is known
        path.append(tree.hash(low, high))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether the leaf hash is at `index` of the tree of `size` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, computed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether the tree of `first` leaves is a prefix of that of `second` (RFC 9162, 2.1.4.2)."""
    if first == second:
        return first_root == second_root and not path
    if not 0 < first < second or not path:
        return False
    if first.bit_count() == 1:
        path = [first_root, *path]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    computed_first = computed_second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed_first = node_hash(sibling, computed_first)
            computed_second = node_hash(sibling, computed_second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            computed_second = node_hash(computed_second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed_first == first_root and computed_second == second_root


def _left_size(size: int) -> int:
    """The largest power of two smaller than `size`: k of RFC 6962, section 2.1."""
    return 1 << (size - 1).bit_length() - 1


class _Tree:
    """Subtree hashes of a tree whose first leaves are known by their frontier only.

    A proof about a leaf at or after the frontier never looks inside one of its peaks: the
    subtrees to the left of a path that are whole and before the frontier are its peaks.
    """

    def __init__(self, leaves: Sequence[bytes], before: Frontier | None) -> None:
        before = before or Frontier()
        self.leaves = leaves
        self.start = before.size
        self.size = before.size + len(leaves)
        self.peaks: dict[tuple[int, int], bytes] = {}
        low = 0
        for peak in before.peaks:
            high = low + (1 << (before.size - low).bit_length() - 1)
            self.peaks[low, high] = peak
            low = high

    def hash(self, low: int, high: int) -> bytes:
        """The root over leaves `low` to `high - 1`."""
        if high <= self.start:
            return self.peaks[low, high]
        if high - low == 1:
            return self.leaves[low - self.start]
        middle = low + _left_size(high - low)
        return node_hash(self.hash(low, middle), self.hash(middle, high))
