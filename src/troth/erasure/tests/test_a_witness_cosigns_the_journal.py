"""Two installations in one: a log that asks a witness over HTTP, as c2sp.org/tlog-witness says."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from troth.cli import main
from troth.erasure.tasks import cosign, sign
from troth.journal.cosignature import cosigned_at
from troth.journal.growth import Growth
from troth.journal.key import public_key, signing_key, witness_key, witness_public_key
from troth.journal.leaf import entry_hash
from troth.journal.models import Checkpoint, Entry, Witness
from troth.journal.note import open_head
from troth.journal.note import sign as sign_note
from troth.journal.prove_growth import prove_growth
from troth.journal.tests.make import signed, tamper
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "witness.example/w1"


@pytest.fixture
def watched(settings: Settings, live_server: LiveServer) -> str:
    """The public key of a witness that knows our journal."""
    make.in_force()
    signed(1)
    settings.WITNESS_NAME = NAME
    settings.WITNESSED_LOGS = [public_key()]
    key = witness_public_key()
    settings.WITNESSES = {key: f"{live_server}/witness"}
    return key


def work() -> None:
    """The ten minutes pass: the journal is signed, and each witness asked."""
    sign(0)
    waiting = ProcrastinateJob.objects.filter(task_name="troth.erasure.tasks.cosign")
    for job in waiting.values_list("args", flat=True):
        cosign(**job)
    tamper("DELETE FROM procrastinate_events")
    tamper("DELETE FROM procrastinate_jobs")


def post(body: str | bytes) -> tuple[int, str]:
    answer = Client().post("/witness/add-checkpoint", body, content_type="text/plain")
    return answer.status_code, answer.content.decode()


def rewrite() -> None:
    """Whoever owns the database, the host and the key writes another history, and signs it."""
    entry = Entry.objects.get(seq=0)
    entry.rule = "keep.nothing"
    tamper(
        "UPDATE journal_entry SET rule = 'keep.nothing', leaf = %s WHERE seq = 0", entry_hash(entry)
    )
    tamper("TRUNCATE journal_checkpoint")
    for name in ("journal.jsonl", "journal.checkpoint"):
        settings.JOURNAL_COPY.with_name(name).unlink(missing_ok=True)
    assert main(["journal", "checkpoint", "--first"]) == 0


def shorten() -> None:
    """Whoever does so takes the last entry away."""
    tamper("DELETE FROM journal_entry WHERE seq = (SELECT max(seq) FROM journal_entry)")
    rewrite()


def another_key() -> None:
    settings.JOURNAL_KEY.unlink()
    rewrite()


def test_each_checkpoint_is_handed_out_with_its_signature(watched: str, client: Client) -> None:
    for more in (0, 1, 300):
        if more:
            signed(more)
        work()
        note = client.get("/journal/checkpoint").content.decode()
        assert open_head(note, public_key()).size == Entry.objects.count()
        cosigned_at(note, note.splitlines()[-1], watched)
        kept = client.get(f"/witness/{sha256(b'troth').hexdigest()}/checkpoint")
        assert kept.content.decode() == note
    assert client.get("/witness/key").content.decode() == f"{watched}\n"
    client.force_login(make.staff())
    assert f"{NAME} confirmed 303 entries" in client.get("/desk/platform/").content.decode()


def test_the_signature_is_the_one_of_the_document(watched: str, client: Client) -> None:
    """Read by nothing of ours: c2sp.org/tlog-cosignature, Ed25519 signed message."""
    work()
    note = client.get("/journal/checkpoint").content.decode()
    text, lines = note.split("\n\n")
    name, encoded = lines.splitlines()[-1].removeprefix("— ").split(" ")
    data, raw = b64decode(encoded), witness_key().public_key().public_bytes_raw()
    assert name == NAME
    assert data[:4] == sha256(f"{name}\n\x04".encode() + raw).digest()[:4]
    time = int.from_bytes(data[4:12], "big")
    message = f"cosignature/v1\ntime {time}\n{text}\n".encode()
    Ed25519PublicKey.from_public_bytes(raw).verify(data[12:], message)


@pytest.mark.parametrize(
    ("forgery", "told"),
    [
        (rewrite, "has seen another journal under our key"),
        (shorten, "has seen another journal under our key"),
        (another_key, "does not know our journal or its key"),
    ],
)
def test_what_it_refuses_staff_are_shown(
    watched: str, client: Client, forgery: Callable[[], None], told: str
) -> None:
    owner = make.staff("owner")
    signed(3)
    work()
    kept = settings.WITNESS_MEMORY / sha256(b"troth").hexdigest()
    before = kept.read_text()
    forgery()
    for _ in range(2):
        work()
    assert kept.read_text() == before
    client.force_login(owner)
    assert f"{NAME} {told}" in client.get("/desk/platform/").content.decode()
    assert NAME not in client.get("/journal/checkpoint").content.decode()
    mailed = Message.objects.filter(person=owner, subject="A witness contradicts the journal")
    assert mailed.count() == ("another journal" in told)


def test_one_that_does_not_answer_holds_up_nothing_and_is_asked_again(
    watched: str, settings: Settings, client: Client
) -> None:
    there = settings.WITNESSES
    settings.WITNESSES = {watched: "http://127.0.0.1:1/witness"}
    work()
    client.force_login(make.staff())
    assert f"{NAME} has not answered since" in client.get("/desk/platform/").content.decode()
    settings.WITNESSES = there
    work()
    assert Witness.objects.get().failure == ""


def test_a_witness_that_was_asked_before_by_another_database_says_from_where_on(
    watched: str,
) -> None:
    signed(5)
    work()
    Witness.objects.all().delete()  # a backup from before it was asked
    signed(5)
    work()
    assert Witness.objects.get().size == Checkpoint.objects.latest("size").size


def body(growth: Growth, **changed: Any) -> str:
    return str(replace(growth, **changed))


def test_each_refusal_has_its_status(watched: str, settings: Settings) -> None:
    """As c2sp.org/tlog-witness has them; nothing of it changes what is kept."""
    signed(4)
    assert post(str(prove_growth(0)))[0] == 200
    size = Entry.objects.count()
    signed(4)
    good = prove_growth(size)
    stranger = Ed25519PrivateKey.generate()
    head = open_head(good.checkpoint, public_key())
    other = sign_note(str(replace(head, root=bytes(32))), "troth", signing_key())
    refusals = {
        "nothing": (post(""), 400),
        "no text": (post(b"\xff"), 400),
        "backwards": (post(body(good, old=size + 100)), 400),
        "unknown log": (
            post(
                body(
                    good,
                    checkpoint=sign_note(
                        str(replace(head, origin="other.example")), "other.example", stranger
                    ),
                )
            ),
            404,
        ),
        "unknown key": (post(body(good, checkpoint=sign_note(str(head), "troth", stranger))), 403),
        "damaged": (
            post(
                str(good)
                .replace("troth\n", "troth\n", 1)
                .replace(f"\n{head.size}\n", f"\n{head.size + 1}\n")
            ),
            403,
        ),
        "another size": (post(body(good, old=size - 1)), 409),
        "no proof": (post(body(good, hashes=())), 422),
        "another root": (post(body(good, checkpoint=other)), 422),
        "the same again, otherwise": (post(body(good, old=size, hashes=(bytes(32),))), 422),
    }
    assert {name: status for name, ((status, _), _) in refusals.items()} == {
        name: expected for name, (_, expected) in refusals.items()
    }
    assert refusals["another size"][0][1] == f"{size}\n"
    assert post(str(good))[0] == 200
    settings.WITNESS_NAME = ""
    assert post(str(good))[0] == 404
