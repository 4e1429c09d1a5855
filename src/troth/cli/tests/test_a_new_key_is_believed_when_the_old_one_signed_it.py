"""The journal's key is replaced: what the old one signed holds, and no other takes its place."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from troth.cli import main
from troth.erasure.erase import erase
from troth.journal.append import append
from troth.journal.events import KEY_CHANGED
from troth.journal.key import key_chain, key_text, public_key, signing_key
from troth.journal.key_chain import follow, statement
from troth.journal.models import Checkpoint, Entry
from troth.journal.note import NoteError, open_head
from troth.journal.note import sign as sign_note
from troth.journal.proof import Proof, ProofError
from troth.journal.prove import prove
from troth.journal.tests.make import AT, signed
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

type Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `troth journal` with words, which succeeds or `fails`; what it printed."""

    def call(*words: str, fails: bool = False) -> str:
        capsys.readouterr()
        assert main(["journal", *words]) == fails
        told = capsys.readouterr()
        return told.err if fails else told.out

    return call


@pytest.fixture
def old(run: Run) -> str:
    """The public key with which everything began."""
    make.in_force("softsys")
    signed(3)
    run("checkpoint")
    return public_key()


def test_everything_verifies_from_either_key(old: str, run: Run, client: Client) -> None:
    erasure = erase(make.owner(make.full_account()), at=make.NOW)
    before = client.get(f"/receipts/{erasure.receipt}/proof.json").content.decode()
    new = run("rotate-key").strip()
    assert new == public_key() != old
    signed(2)
    run("checkpoint")
    assert f"{new}\n" == client.get("/journal/key").content.decode()
    assert open_head(client.get("/journal/checkpoint").content.decode(), new)
    for key in ((), ("--key", old), ("--key", new)):
        assert "The journal is whole" in run("verify", *key)
    again = client.get(f"/receipts/{erasure.receipt}/proof.json").content.decode()
    assert again == before and Proof.from_json(again).verify(old)
    page = client.get(f"/receipts/{erasure.receipt}/").content.decode()
    assert old in page and new not in page
    last = run("rotate-key").strip()
    chain = client.get("/journal/keys").content.decode()
    assert [line.partition(" ")[0] for line in follow(old, chain).splitlines()] == [old, new, last]
    assert follow(new, chain).splitlines()[-1] == last
    assert settings.JOURNAL_KEY.stat().st_mode & 0o777 == 0o600
    assert "The journal is whole" in run("verify", "--key", old)


def test_a_witness_follows_the_chain_and_nothing_else(
    old: str, run: Run, tmp_path: Path, live_server: object
) -> None:
    kept, proof = tmp_path / "kept", tmp_path / "proof"

    def witness(*chain: str, fails: bool = False) -> None:
        proof.write_text(run("prove", str(kept) if kept.exists() else "0"))
        run("witness", str(proof), "--kept", str(kept), "--key", old, *chain, fails=fails)

    witness()
    run("rotate-key")
    signed(1)
    witness(fails=True)
    witness("--chain", f"{live_server}/journal/keys")
    assert open_head(kept.read_text(), public_key())


def stranger() -> None:
    """Another key in place of ours."""
    settings.JOURNAL_KEY.write_text(key_text(Ed25519PrivateKey.generate()))


def by_the_database() -> None:
    """Whoever owns the database adds an entry that names their key, and the old one signs it."""
    theirs = Ed25519PrivateKey.generate()
    origin = settings.JOURNAL_ORIGIN
    counts = statement(origin, theirs, theirs.public_key())
    counts["before"] = statement(origin, signing_key(), theirs.public_key())["before"]
    entry = append(KEY_CHANGED, at=AT, counts=counts)
    line = prove(entry, at=AT).to_json()
    settings.JOURNAL_KEY.write_text(f"{line}\n{key_text(theirs)}")


def by_another_entry() -> None:
    """Any entry that the old key has signed, and a key."""
    line = prove(Entry.objects.earliest("seq"), at=AT).to_json()
    settings.JOURNAL_KEY.write_text(f"{line}\n{key_text(Ed25519PrivateKey.generate())}")


def with_our_chain() -> None:
    """The chain to the key that we have handed on to, and another key."""
    assert main(["journal", "rotate-key"]) == 0
    chain = key_chain()
    settings.JOURNAL_KEY.write_text(f"{chain}{key_text(Ed25519PrivateKey.generate())}")


def damaged() -> None:
    key = settings.JOURNAL_KEY.read_text()
    settings.JOURNAL_KEY.write_text("{}\n" + key)


@pytest.mark.parametrize(
    "theft", [stranger, by_the_database, by_another_entry, with_our_chain, damaged]
)
def test_a_key_that_the_old_one_has_not_signed_signs_nothing(
    old: str, run: Run, theft: Callable[[], None], client: Client
) -> None:
    theft()
    before = Checkpoint.objects.count()
    append(KEY_CHANGED, at=AT)
    assert len(run("checkpoint", fails=True).splitlines()) == 1
    if theft is not stranger:
        assert client.get("/journal/keys").status_code == 503
    assert Checkpoint.objects.count() == before
    run("verify", fails=True)
    kept = theft in (stranger, with_our_chain)  # in which no chain leads from the old key to theirs
    run("verify", "--key", old, fails=not kept)


def test_the_old_key_signs_nothing_after_it_was_replaced(
    old: str, run: Run, tmp_path: Path
) -> None:
    """As if somebody had stolen it before."""
    stolen, text = signing_key(), settings.JOURNAL_KEY.read_text()
    run("rotate-key")
    signed(4)
    run("checkpoint")
    head = open_head(Checkpoint.objects.latest("size").note, public_key())
    forged = tmp_path / "forged"
    forged.write_text(sign_note(str(head), settings.JOURNAL_ORIGIN, stolen))
    for key in ((), ("--key", old)):
        told = run("verify", "--checkpoint", str(forged), *key, fails=True)
        assert "signed by a key that was replaced after" in told
    settings.JOURNAL_KEY.write_text(text)
    append(KEY_CHANGED, at=AT)
    assert "nothing is numbered or signed" in run("checkpoint", fails=True)


def test_killed_before_the_new_key_is_there_it_goes_on_with_the_old_one(
    old: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("troth.journal.rotate_key.replace_file", lambda path, data: 1 / 0)
        assert main(["journal", "rotate-key"]) == 1
    assert public_key() == old
    signed(1)
    run("rotate-key")
    assert "The journal is whole" in run("verify", "--key", old)


def test_a_chain_is_read_from_strangers_too(old: str, run: Run) -> None:
    run("rotate-key")
    facts = json.loads(key_chain())
    other = facts["entry"].replace('"ed25519-', '"ed25519-0', 1)
    for chain in (
        "{}",
        "x",
        json.dumps(facts | {"entry": other}),
        json.dumps(facts | {"entry": "[]"}),
    ):
        with pytest.raises((ProofError, NoteError)):
            follow(old, chain)


def test_where_there_is_no_key_none_is_replaced(run: Run, settings: Settings) -> None:
    assert "is missing" in run("rotate-key", fails=True)
    assert not settings.JOURNAL_KEY.exists()
