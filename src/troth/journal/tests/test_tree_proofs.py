"""Every proof of every size verifies, and no changed one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.journal import tree
from troth.journal.tree import Frontier

LEAVES = [tree.leaf_hash(bytes([number])) for number in range(70)]
sizes = st.integers(1, len(LEAVES))


def frontier(size: int) -> Frontier:
    made = Frontier()
    for leaf in LEAVES[:size]:
        made.append(leaf)
    return made


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def definition(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962, section 2.1 writes it."""
    if len(leaves) == 1:
        return leaves[0]
    middle = max(2**power for power in range(8) if 2**power < len(leaves))
    return tree.node_hash(definition(leaves[:middle]), definition(leaves[middle:]))


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_every_proof_of_every_size_verifies(size: int) -> None:
    leaves, root = LEAVES[:size], tree.root(LEAVES[:size])
    assert root == definition(leaves)
    for index in range(size):
        path = tree.inclusion_proof(leaves, index)
        assert tree.verify_inclusion(leaves[index], index, size, path, root)
    for first in range(1, size + 1):
        path = tree.consistency_proof(leaves, first)
        assert tree.verify_consistency(first, size, path, tree.root(LEAVES[:first]), root)


@given(sizes, st.data())
def test_a_frontier_replaces_the_leaves_before_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    start = data.draw(st.integers(0, index))
    leaves, later = LEAVES[:size], LEAVES[start:size]
    before = Frontier.from_bytes(start, bytes(frontier(start)))
    assert tree.inclusion_proof(later, index, before) == tree.inclusion_proof(leaves, index)
    first = index + 1
    assert tree.consistency_proof(later, first, before) == tree.consistency_proof(leaves, first)


@given(sizes, st.data())
def test_a_flipped_bit_fails_inclusion(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = tree.root(LEAVES[:size])
    hashes = [LEAVES[index], *tree.inclusion_proof(LEAVES[:size], index), root]
    which = data.draw(st.integers(0, len(hashes) - 1))
    hashes[which] = flip(hashes[which], data.draw(st.integers(0, 255)))
    leaf, *path, root = hashes
    assert not tree.verify_inclusion(leaf, index, size, path, root)


@given(sizes, st.data())
def test_a_flipped_bit_fails_consistency(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    roots = tree.root(LEAVES[:first]), tree.root(LEAVES[:second])
    hashes = [roots[0], *tree.consistency_proof(LEAVES[:second], first), roots[1]]
    which = data.draw(st.integers(0, len(hashes) - 1))
    hashes[which] = flip(hashes[which], data.draw(st.integers(0, 255)))
    old, *path, new = hashes
    assert not tree.verify_consistency(first, second, path, old, new)


@given(sizes, st.data())
def test_a_proof_is_of_one_place_and_one_size(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, 80).filter(lambda number: number != index))
    path, root = tree.inclusion_proof(LEAVES[:size], index), tree.root(LEAVES[:size])
    assert not tree.verify_inclusion(LEAVES[index], other, size, path, root)
    assert not tree.verify_inclusion(LEAVES[index], index, size, [*path, root], root)
    assert not path or not tree.verify_inclusion(LEAVES[index], index, size, path[:-1], root)


def test_what_cannot_be_proved_is_refused() -> None:
    for index in (-1, 3):
        with pytest.raises(ValueError):
            tree.inclusion_proof(LEAVES[:3], index)
    for first in (0, 4):
        with pytest.raises(ValueError):
            tree.consistency_proof(LEAVES[:3], first)
    with pytest.raises(ValueError):
        tree.inclusion_proof(LEAVES[2:4], 1, frontier(2))
    with pytest.raises(ValueError):
        Frontier.from_bytes(3, bytes(frontier(4)))
    root = tree.root(LEAVES[:3])
    assert not tree.verify_consistency(0, 3, [], root, root)
    assert not tree.verify_consistency(4, 3, [root], root, root)
    assert not tree.verify_consistency(2, 3, [], root, root)
