import argparse
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from troth.cli import export, main, manage, worker
from troth.core.limits import COMMAND, JOB, Limits, current


@pytest.fixture
def seen() -> list[Limits | None]:
    return []


def test_a_command(monkeypatch: pytest.MonkeyPatch, seen: list[Limits | None]) -> None:
    def run(args: argparse.Namespace) -> int:
        seen.append(current())
        return 0

    monkeypatch.setattr(export, "run", run)
    assert main(["export", "1", "--output", "x.zip"]) == 0 and seen == [COMMAND]
    assert current() is None


def test_djangos_own_commands(monkeypatch: pytest.MonkeyPatch, seen: list[Limits | None]) -> None:
    told = "django.core.management.execute_from_command_line"
    monkeypatch.setattr(told, lambda argv: seen.append(current()))
    manage.run(argparse.Namespace(arguments=["help"]))
    assert seen == [None]


def test_a_job(monkeypatch: pytest.MonkeyPatch, seen: list[Limits | None]) -> None:
    async def work(app: Any) -> None:
        seen.append(current())

    monkeypatch.setattr(worker, "_work", work)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    # In a thread of its own: a browser's test may have left this one an event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(worker.work).result()
    assert seen == [JOB]
