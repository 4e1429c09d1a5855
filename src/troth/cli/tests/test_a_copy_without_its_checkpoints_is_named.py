"""Whoever deletes the checkpoints alone takes what the copy proves, and nothing that it says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from troth.cli import main
from troth.erasure.tasks import sign
from troth.journal.copy_line import CHECKPOINT
from troth.journal.tests.make import back_up, restore, signed
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bared() -> Path:
    """A copy of four entries in two checkpoints, which somebody has taken out of it."""
    make.in_force()
    signed(1)
    sign(0)
    signed(2)
    sign(0)
    path = Path(settings.JOURNAL_COPY)
    bare(path)
    return path


def bare(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(CHECKPOINT)))


def forget_the_signature() -> None:
    settings.JOURNAL_COPY.with_suffix(".checkpoint").unlink()


def nothing() -> None:
    pass


@pytest.mark.parametrize("before", [nothing, forget_the_signature])
def test_restore_says_so_and_mends_it(
    bared: Path, before: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before()
    assert main(["restore", "--yes"]) == 1
    told = capsys.readouterr()
    assert "4 entries that were signed, since the copy lacks their checkpoints" in told.err
    assert "Nothing has to be restored" not in told.out
    assert main(["restore", "--yes"]) == 0
    assert "Nothing has to be restored" in capsys.readouterr().out


def test_verify_does_not_call_them_unsigned(
    bared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "verify"]) == 0
    told = capsys.readouterr().out
    assert "lacks the checkpoints of 4 that were signed" in told
    assert "not signed yet" not in told
    assert main(["journal", "checkpoint"]) == 0
    capsys.readouterr()
    assert main(["journal", "verify"]) == 0
    assert "lacks" not in capsys.readouterr().out


def test_what_the_database_has_lost_is_not_said_to_be_unsigned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """This host knows by its own last signature that it was."""
    make.in_force()
    sign(0)
    old = back_up()
    signed(2)
    sign(0)
    bare(settings.JOURNAL_COPY)
    restore(old)
    assert main(["restore", "--yes"]) == 1
    told = capsys.readouterr().err
    assert "3 entries that were signed" in told
    assert "they are left out, unless you say --unsigned" in told
    assert "nobody has signed" not in told
