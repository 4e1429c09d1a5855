"""Whoever takes the evidence away as well gets no `whole`, and no signature."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from troth.cli import main
from troth.erasure.tasks import sign
from troth.journal.agree import JournalStopped
from troth.journal.append import append
from troth.journal.leaf import entry_hash
from troth.journal.models import Checkpoint, Entry
from troth.journal.tests.make import AT, SWEPT, tamper
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

type Forgery = Callable[[], None]


def forget() -> None:
    tamper("TRUNCATE journal_checkpoint")


def shorten() -> None:
    tamper("DELETE FROM journal_entry WHERE seq > 0")
    forget()


def empty() -> None:
    tamper("TRUNCATE journal_entry")
    forget()


def rewrite() -> None:
    entry = Entry.objects.get(seq=1)
    entry.rule = "keep.nothing"
    tamper(
        "UPDATE journal_entry SET rule = 'keep.nothing', leaf = %s WHERE seq = 1", entry_hash(entry)
    )
    forget()


FORGERIES = [shorten, empty, rewrite]


@pytest.fixture
def published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Three entries, two of them published by a checkpoint and the third signed since."""
    make.in_force()
    path = tmp_path / "published"
    for _ in range(2):
        append(SWEPT, at=AT)
        assert main(["journal", "checkpoint"]) == 0
        if not path.exists():
            path.write_text(capsys.readouterr().out)
    assert main(["journal", "verify", "--checkpoint", str(path)]) == 0
    capsys.readouterr()
    return path


def refused(*arguments: str) -> None:
    assert main(["journal", "verify", *arguments]) == 1


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("kept", ["journal.jsonl", "journal.checkpoint", "journal.key"])
def test_one_file_of_this_host_is_enough_to_see_it(
    published: Path, forgery: Forgery, kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forgery()
    for path in (settings.JOURNAL_COPY, settings.JOURNAL_COPY.with_suffix(".checkpoint")):
        if path.name != kept:
            path.unlink()
    refused()
    told = capsys.readouterr()
    assert told.err and "whole" not in told.out
    append(SWEPT, at=AT)
    assert main(["journal", "checkpoint"]) == 1
    assert "nothing is numbered or signed" in capsys.readouterr().err.lower()
    assert not Checkpoint.objects.exists()


def test_an_empty_checkpoint_is_named(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what it has signed this host would remember nothing, and not say so."""
    settings.JOURNAL_COPY.with_suffix(".checkpoint").write_text("\n")
    append(SWEPT, at=AT)
    for command in ("verify", "checkpoint"):
        assert main(["journal", command]) == 1
        told = capsys.readouterr()
        assert "journal.checkpoint" in told.err and "is empty" in told.err
        assert "whole" not in told.out


@pytest.mark.parametrize("forgery", FORGERIES)
def test_where_nothing_is_left_here_a_published_checkpoint_sees_it(
    published: Path, forgery: Forgery, capsys: pytest.CaptureFixture[str]
) -> None:
    """As if somebody owned the whole host, and signed a forgery by another key."""
    forgery()
    kept = settings.JOURNAL_KEY.read_bytes()
    for path in ("journal.jsonl", "journal.checkpoint", "journal.key"):
        settings.JOURNAL_COPY.with_name(path).unlink()
    append(SWEPT, at=AT)
    assert main(["journal", "checkpoint"]) == 0
    later = settings.JOURNAL_COPY.with_name("later")
    later.write_text(capsys.readouterr().out)
    assert main(["journal", "verify"]) == 0  # nothing here can know
    refused("--checkpoint", str(later), "--checkpoint", str(published))
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line]
    assert line.startswith("published checkpoint: The note is not signed by troth+")
    settings.JOURNAL_KEY.write_bytes(kept)
    refused("--checkpoint", str(published))


def test_a_public_key_that_was_kept_sees_that_another_one_signs(
    published: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    key = client.get("/journal/key").content.decode().strip()
    assert main(["journal", "verify", "--key", key]) == 0
    settings.JOURNAL_KEY.unlink()
    refused()
    assert not settings.JOURNAL_KEY.exists()
    assert "key" in capsys.readouterr().err
    assert main(["journal", "verify", "--key", key]) == 0


def test_a_checkpoint_is_read_where_others_publish_it(
    published: Path, live_server: object, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"{live_server}/journal/checkpoint"
    assert main(["journal", "verify", "--checkpoint", place]) == 0
    refused("--checkpoint", f"{live_server}/no-such-page")
    refused("--checkpoint", "http://127.0.0.1:1/")
    for line in capsys.readouterr().err.splitlines():
        assert line.endswith("is no checkpoint that can be read.")


def test_asking_for_the_key_makes_none(client: Client) -> None:
    make.in_force()
    assert client.get("/journal/key").status_code == 404
    assert not settings.JOURNAL_KEY.exists()


def test_what_nobody_has_signed_is_not_called_whole(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    assert main(["journal", "verify"]) == 0
    told = capsys.readouterr().out
    assert "whole" not in told and "Nothing is signed yet" in told


def test_a_key_that_was_brought_along_signs_when_it_is_said_to_be_new(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty()
    for name in ("journal.jsonl", "journal.checkpoint"):
        settings.JOURNAL_COPY.with_name(name).unlink()
    append(SWEPT, at=AT)
    assert main(["journal", "checkpoint"]) == 1
    assert "--first" in capsys.readouterr().err
    assert main(["journal", "checkpoint", "--first"]) == 0


def test_staff_are_told_once_a_day_that_nothing_is_signed(published: Path, client: Client) -> None:
    owner, support = make.staff("owner"), make.staff("support")
    rewrite()
    for _ in range(2):
        with pytest.raises(JournalStopped):
            sign(0)
    (told,) = Message.objects.filter(person__in=[owner, support])
    assert told.person == owner and "differ within the first" in told.body
    client.force_login(owner)
    assert "not signed any more" in client.get("/desk/").content.decode()
    page = client.get("/desk/platform/").content.decode()
    assert "troth journal verify" in page
    assert not Checkpoint.objects.exists() and not mail.outbox
