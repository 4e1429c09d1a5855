"""A receipt carries its own proof, which needs neither database nor Django."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from troth.core.errors import TrothError
from troth.erasure.events import ACCOUNT_ERASED
from troth.journal.append import append
from troth.journal.key import public_key
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import Head, NoteError, public_text, sign
from troth.journal.proof import Proof, ProofError
from troth.journal.prove import prove
from troth.journal.tests.make import AT, entries, signed, tamper
from troth.journal.tree import leaf_hash, root

pytestmark = pytest.mark.django_db(transaction=True)

OFFLINE = """
import sys
from troth.journal.proof import Proof
print(Proof.from_json(sys.stdin.read()).verify(sys.argv[1])["event"])
assert not any(name.startswith(("django", "psycopg")) for name in sys.modules)
"""


@pytest.fixture
def proof() -> Proof:
    entries(4)
    entry = append(ACCOUNT_ERASED, at=AT, rule="keep.account")
    entries(2)
    return prove(entry, at=AT)


def test_every_entry_can_be_proved() -> None:
    for size in (1, 2, 5, 9):
        signed(size)
    entries(1)
    for entry in Entry.objects.order_by("id"):
        proof = prove(entry, at=AT)
        facts = proof.verify(public_key())
        assert (facts["receipt"], facts["counts"]) == (str(entry.receipt), entry.counts)
    assert Checkpoint.objects.count() == 5


def test_the_proof_of_an_entry_stays_the_same() -> None:
    entry = append(ACCOUNT_ERASED, at=AT)
    proof = prove(entry, at=AT)
    signed(5)
    assert prove(entry, at=AT) == proof


def test_it_verifies_offline(proof: Proof) -> None:
    result = subprocess.run(
        [sys.executable, "-c", OFFLINE, public_key()],
        input=proof.to_json(),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("account.erased\n", "")


def test_it_survives_json(proof: Proof) -> None:
    assert "\n" not in proof.to_json()
    assert Proof.from_json(proof.to_json()) == proof


def test_a_changed_proof_is_refused(proof: Proof) -> None:
    key = public_key()
    changed = [
        replace(proof, entry=proof.entry.replace("erased", "closed")),
        replace(proof, index=proof.index + 1),
        replace(proof, size=proof.size + 1),
        replace(proof, hashes=proof.hashes[:-1]),
        replace(proof, hashes=(*proof.hashes[1:], proof.hashes[0])),
    ]
    for other in changed:
        with pytest.raises(ProofError):
            other.verify(key)
    with pytest.raises(NoteError):
        replace(proof, checkpoint=proof.checkpoint.replace("7", "8", 1)).verify(key)


@pytest.mark.parametrize("entry", ['{"seq":1}', "{}", "[0]", "0"])
def test_an_entry_that_names_another_place_is_refused_though_it_is_signed(entry: str) -> None:
    key = Ed25519PrivateKey.generate()
    head = Head("a.log", size=1, root=root([leaf_hash(entry.encode())]))
    proof = Proof(entry, index=0, size=1, hashes=(), checkpoint=sign(str(head), "a.log", key))
    with pytest.raises(ProofError, match="names another place than 0|none that the journal has"):
        proof.verify(public_text("a.log", key.public_key()))


@pytest.mark.parametrize(
    "change",
    [
        {"entry": 1},
        {"entry": "\ud800"},
        {"index": "4"},
        {"index": True},
        {"hashes": ["?"]},
        {"hashes": [1]},
        {"hashes": None},
        {"checkpoint": None},
    ],
)
def test_a_strange_text_is_no_proof(proof: Proof, change: dict[str, object]) -> None:
    data = json.loads(proof.to_json())
    for text in ("", "[]", "{}", "[" * 100_000, json.dumps(data | change)):
        with pytest.raises(ProofError):
            Proof.from_json(text)


def test_a_changed_entry_cannot_be_proved() -> None:
    signed(3)
    tamper("UPDATE journal_entry SET rule = '' WHERE seq = 1")
    with pytest.raises(TrothError, match="changed"):
        prove(Entry.objects.get(seq=1), at=AT)
    tamper("DELETE FROM journal_entry WHERE seq = 1")
    with pytest.raises(TrothError, match="missing"):
        prove(Entry.objects.get(seq=0), at=AT)


def test_an_open_transaction_can_prove_only_what_is_signed() -> None:
    signed(1)
    with transaction.atomic():
        assert prove(Entry.objects.get(), at=AT)
        entry = append(ACCOUNT_ERASED, at=AT)
        with pytest.raises(RuntimeError, match="durable"):
            prove(entry, at=AT)
