"""A mail that anybody can keep: the command takes it as the mail program has saved it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from troth.cli import main
from troth.erasure.mail_checkpoint import mail_checkpoint
from troth.journal.checkpoint import checkpoint
from troth.journal.models import Checkpoint
from troth.journal.tests.make import entries, tamper
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = make.NOW


def mailed(at: datetime = MONDAY) -> bool:
    sent = mail_checkpoint(at=at)
    deliver_waiting(at=at)
    return sent


@pytest.fixture
def grown() -> None:
    make.in_force("softsys")
    entries(3)
    checkpoint(at=MONDAY - timedelta(hours=1))


def text() -> bytes:
    return str(mail.outbox[0].body).encode()


def windows() -> bytes:
    return text().replace(b"\n", b"\r\n")


def whole() -> bytes:
    return mail.outbox[0].message().as_bytes()


def cut_off() -> bytes:
    return text().rstrip(b"\n")


@pytest.mark.parametrize("saved", [text, windows, whole, cut_off])
def test_verify_takes_it_as_it_is(
    grown: None, saved: Callable[[], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mailed()
    assert mail.outbox[0].to == ["privacy@softsys.example"]
    assert not Message.objects.exists()
    path = tmp_path / "saved.eml"
    path.write_bytes(saved())
    entries(1)
    checkpoint(at=MONDAY)
    assert main(["journal", "verify", "--checkpoint", str(path)]) == 0
    assert main(["journal", "prove", str(path)]) == 0
    assert "old 4\n" in capsys.readouterr().out
    tamper("DELETE FROM journal_entry WHERE seq > 2")
    tamper("TRUNCATE journal_checkpoint")
    assert main(["journal", "verify", "--checkpoint", str(path)]) == 1
    assert "published checkpoint size=4: it signs entries up to seq=3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("often", "after", "sent"),
    [
        ("weekly", 0, True),
        ("weekly", 1, False),  # a Tuesday
        ("weekly", 7, False),  # nothing was signed since
        ("daily", 0, True),
        ("daily", 1, False),
        ("never", 0, False),
    ],
)
def test_it_goes_when_it_is_time_and_the_journal_grew(
    grown: None, often: str, after: int, sent: bool, settings: Settings
) -> None:
    settings.CHECKPOINT_MAIL = often
    assert mailed(MONDAY + timedelta(days=after)) == sent
    assert len(mail.outbox) == sent


def test_nothing_is_mailed_before_there_is_a_policy() -> None:
    assert not mailed()
    assert not Checkpoint.objects.exists()
