"""A checkpoint signs the whole tree, and goes on from the one before."""

from pathlib import Path

import pytest
from django.db import transaction

from troth.core.errors import TrothError
from troth.journal import tree
from troth.journal.checkpoint import checkpoint
from troth.journal.key import public_key
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import open_head
from troth.journal.sequence import sequence
from troth.journal.tests.make import AT, entries, signed, tamper

pytestmark = pytest.mark.django_db(transaction=True)


def leaves() -> list[bytes]:
    stored = Entry.objects.order_by("seq").values_list("leaf", flat=True)
    return [bytes(leaf) for leaf in stored if leaf]


def test_an_empty_journal_has_none() -> None:
    assert checkpoint(at=AT) is None


def test_the_note_is_read_back() -> None:
    made = signed(5)
    assert (made.size, made.root, made.at) == (5, tree.root(leaves()), AT)
    origin, size, root, blank, signature, end = made.note.split("\n")
    assert (origin, size, blank, end) == ("troth", "5", "", "")
    assert signature.startswith("— troth ")
    head = open_head(made.note, public_key())
    assert (head.origin, head.size, head.root) == ("troth", 5, made.root)


def test_nothing_new_is_not_signed_again() -> None:
    made = signed(3)
    assert checkpoint(at=AT) == made
    assert Checkpoint.objects.count() == 1


def test_each_goes_on_from_the_one_before() -> None:
    """By way of the frontier: the old leaves are not read again, so a change is not signed."""
    sizes = [1, 2, 5, 8, 15]
    for size, before in zip(sizes, [0, *sizes], strict=False):
        made = signed(size - before)
        assert (made.size, bytes(made.root)) == (size, tree.root(leaves()))
    tamper("UPDATE journal_entry SET leaf = sha256('') WHERE seq < 15")
    good = [tree.leaf_hash(b"")] * 15
    made = signed(1)
    assert bytes(made.root) != tree.root([*good, *leaves()[15:]])
    path = tree.consistency_proof(
        leaves()[15:],
        15,
        tree.Frontier.from_bytes(15, bytes(Checkpoint.objects.get(size=15).frontier)),
    )
    old = bytes(Checkpoint.objects.get(size=15).root)
    assert tree.verify_consistency(15, 16, path, old, bytes(made.root))


def test_another_key_does_not_sign_on(key_file: Path) -> None:
    signed(2)
    key_file.unlink()
    public_key()  # makes another
    entries(1)
    with pytest.raises(TrothError, match="not signed by troth"):
        checkpoint(at=AT)


@pytest.mark.parametrize("change", ["frontier = sha256('')", "frontier = ''", "size = 1"])
def test_a_changed_checkpoint_is_not_built_on(change: str) -> None:
    signed(2)
    tamper(f"UPDATE journal_checkpoint SET {change}")
    entries(1)
    with pytest.raises(TrothError, match="changed after it was signed"):
        checkpoint(at=AT)


def test_a_gap_is_not_signed() -> None:
    signed(2)
    entries(3)
    sequence()
    tamper("DELETE FROM journal_entry WHERE seq = 3")
    with pytest.raises(TrothError, match="seq=3 is missing"):
        checkpoint(at=AT)


def test_it_is_committed_before_anyone_sees_it() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        checkpoint(at=AT)
