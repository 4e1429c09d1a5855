"""Whatever goes wrong, a command ends with one line and an exit code, never with a traceback."""

import argparse
import errno
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

import troth.cli
from troth.cli import main
from troth.core.errors import TrothError, UsageError

SECRET = "jane@example.net"


class Lost(Exception):
    """What psycopg and Django raise; named as theirs without loading them."""


Lost.__module__, Lost.__qualname__ = "psycopg", "OperationalError"


class Locked(Lost):
    sqlstate = "55P03"


class Ended(Lost):
    sqlstate = "57014"


class DiskFull(Lost):
    sqlstate = "53100"


def raising(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        raise error

    return run


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """What a command that raises gives: its exit code and its lines on stderr."""

    def of(error: BaseException) -> tuple[int, list[str]]:
        module = ModuleType("troth.cli.broken")
        vars(module).update(run=raising(error), add_arguments=lambda parser: None)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(troth.cli.COMMANDS, "broken", (module.__name__, "break"))
        code = main(["broken"])
        captured = capsys.readouterr()
        assert captured.out == ""
        return code, captured.err.splitlines()

    return of


Outcome = Callable[[BaseException], tuple[int, list[str]]]


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def test_a_refusal_says_what_it_has_to_say(outcome: Outcome) -> None:
    assert outcome(TrothError("Nobody has this address.")) == (1, ["Nobody has this address."])
    assert outcome(UsageError("Name a day.")) == (2, ["Name a day."])


def test_an_interrupt_is_quiet(outcome: Outcome) -> None:
    assert outcome(KeyboardInterrupt()) == (130, ["interrupted"])


def test_a_lost_database_is_told_without_its_words(outcome: Outcome) -> None:
    for error in (Lost(SECRET), caused(RuntimeError(SECRET), Lost(SECRET))):
        code, (line,) = outcome(error)
        assert code == 1
        assert line.startswith("the database is gone or refuses to answer; nothing was half done")
        assert "run the command again" in line and SECRET not in line


def test_what_waits_for_somebody_else_is_told_so(outcome: Outcome) -> None:
    for error in (Locked(SECRET), caused(Lost(SECRET), Ended(SECRET))):
        code, (line,) = outcome(error)
        assert code == 1
        assert line.startswith("something else keeps locked what this needs")
        assert "run the command again" in line and SECRET not in line


def test_a_full_disk_is_told_wherever_it_is_found(outcome: Outcome) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", SECRET)
    for error in (full, DiskFull(SECRET), caused(Lost(SECRET), DiskFull(SECRET))):
        code, (line,) = outcome(error)
        assert code == 1
        assert line.startswith("the disk is full; nothing was half done; free some space")


def test_the_unexpected_is_told_by_kind_and_place_and_not_by_its_words(outcome: Outcome) -> None:
    for error in (KeyError(SECRET), ValueError(SECRET), RecursionError(), OSError(1, SECRET)):
        code, (line,) = outcome(error)
        assert code == 1
        assert line.startswith(f"troth: internal error ({type(error).__name__} at test_failures_")
        assert line.endswith("; run with TROTH_DEBUG=1 to see it")
        assert SECRET not in line


def test_the_unexpected_is_shown_to_whoever_asks(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROTH_DEBUG", "1")
    _, lines = outcome(KeyError("why"))
    assert lines[0] == "Traceback (most recent call last):"
    assert "KeyError: 'why'" in lines


def test_a_closed_pipe_is_quiet(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troth.cli, "_hang_up", lambda: None)
    assert outcome(BrokenPipeError()) == (1, [])
