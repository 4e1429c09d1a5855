"""Whoever has the public key alone verifies the journal over HTTP, by c2sp.org/tlog-tiles.

Read here as the document says, by nothing of ours but the check of a signature.
"""

from collections.abc import Callable
from hashlib import sha256
from itertools import batched

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from troth.journal.key import public_key
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import open_head
from troth.journal.prove import prove
from troth.journal.sequence import sequence
from troth.journal.tests.make import AT, entries, signed, tamper
from troth.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

Fetch = Callable[[str], bytes]


@pytest.fixture
def fetch(client: Client) -> Fetch:
    def get(path: str) -> bytes:
        answer = client.get(f"/journal/{path}")
        assert answer.status_code == 200, path
        return answer.content

    return get


def mth(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1."""
    if len(hashes) < 2:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\x01" + mth(hashes[:half]) + mth(hashes[half:])).digest()


def place(index: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def hashes_of(fetch: Fetch, level: int, size: int) -> list[bytes]:
    """All hashes of a level of the tree of `size` entries."""
    full, width = divmod(size // 256**level, 256)
    names = [f"tile/{level}/{place(index)}" for index in range(full)]
    names += [f"tile/{level}/{place(full)}.p/{width}"] if width else []
    return [data[at : at + 32] for data in map(fetch, names) for at in range(0, len(data), 32)]


def test_the_tree_is_the_one_that_was_signed(fetch: Fetch) -> None:
    for more in (70, 186, 300):
        signed(more)
        head = open_head(fetch("checkpoint").decode(), public_key())
        leaves = hashes_of(fetch, 0, head.size)
        assert mth(leaves) == head.root
        above = hashes_of(fetch, 1, head.size) if head.size >= 256 else []
        assert above == [mth([*of]) for of in batched(leaves, 256) if len(of) == 256]
    for old in Checkpoint.objects.all():  # each earlier one is a beginning of it
        assert mth(leaves[: old.size]) == bytes(old.root)
    mine = prove(Entry.objects.get(seq=300), at=AT)
    assert leaves[300] == sha256(b"\x00" + mine.entry.encode()).digest()


NO_TILES = [
    *("0/000", "0/001.p/46", "1/000", "2/000.p/1", "0/000.p/256", "0/000.p/0", "0/000.p/045"),
    *("00/000.p/45", "0/0.p/45", "0/x000/000.p/45", "64/000.p/1", "0/000.p/45/", "-1/000", "0/²"),
    "0/" + "x999/" * 9 + "999",
    "entries/000.p/45",  # an entry has the number of a receipt, and somebody's pseudonym
]


def test_what_is_no_tile_or_not_signed_yet_is_not_there(client: Client, fetch: Fetch) -> None:
    signed(45)
    entries(300)
    sequence()
    assert len(fetch("tile/0/000.p/45")) == 45 * 32
    assert [
        path for path in NO_TILES if client.get(f"/journal/tile/{path}").status_code != 404
    ] == []


def test_a_tile_may_be_kept_and_the_checkpoint_not(client: Client) -> None:
    signed(256)
    for path in ("tile/0/000", "tile/0/000.p/7", "tile/1/000.p/1"):
        answer = client.get(f"/journal/{path}")
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Type"] == "application/octet-stream"
    assert client.get("/journal/checkpoint")["Cache-Control"] == "public, max-age=5"


def test_any_tile_costs_few_reads(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed(600)
    for path in ("0/001", "1/000.p/2"):
        with django_assert_max_num_queries(4):
            assert client.get(f"/journal/tile/{path}").status_code == 200


def test_a_changed_tile_is_named_and_written_anew(fetch: Fetch) -> None:
    signed(600)
    right = fetch("tile/1/000.p/2")
    tamper("UPDATE journal_tile SET root = sha256(root) WHERE index = 1")
    (problem,) = verify().problems
    assert "tile level=0 index=1" in problem
    tamper("DELETE FROM journal_tile")
    signed(1)
    assert verify().ok
    assert fetch("tile/1/000.p/2") == right
