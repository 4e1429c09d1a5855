"""Plays each proof twice: under the promise's policy, and under that policy broken.

uv run pytest src/troth/proofs            plays all
uv run pytest src/troth/proofs --record   and writes down what was proved, if all hold
"""

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings
from time_machine import Traveller

from troth.core.day import day_at
from troth.policy.parse import Policy, parse
from troth.policy.proofs import Record, sources, write
from troth.policy.shipped import promises_csv, shipped
from troth.proofs.breaks import broken, touched
from troth.proofs.expect import NotKeptError
from troth.proofs.reads import acts_by, reads
from troth.proofs.world import World
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.mail import Mailbox

_READ = pytest.StashKey[set[str]]()


@dataclass(frozen=True)
class Played:
    """A promise as a proof plays it: kept, or broken by an edit of its policy."""

    promise: str
    policy: str
    edit: str = ""

    def text(self) -> Policy:
        source = shipped()[self.policy].read_text(encoding="utf-8")
        return parse((broken(source, self.edit) if self.edit else source).encode(), self.policy)


@cache
def table() -> dict[str, dict[str, str]]:
    """The promises by their id."""
    with promises_csv().open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write down what was proved")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("record", False) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker("proves")
    if mark is None:
        return
    plays = []
    for promise in mark.args:
        row = table()[promise]
        for edit in ("", row["breaks"]):
            word = "broken" if edit else "kept"
            plays.append(pytest.param(Played(promise, row["policy"], edit), id=f"{promise}-{word}"))
    metafunc.parametrize("played", plays)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A broken promise has to be noticed by what the proof expects, and by nothing else."""
    callspec = getattr(pyfuncitem, "callspec", None)
    played = callspec.params.get("played") if callspec else None
    if played is None or not played.edit:
        return (yield)
    try:
        yield
    except NotKeptError:
        return True
    pytest.fail(f"Nothing notices that {played.edit} breaks {played.promise}.", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What is read while a proof is played is noted where it is put on record."""
    if not item.config.getoption("record"):
        return (yield)
    with reads() as item.stash[_READ]:
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The report says what was proved, since another process may be the one that listens."""
    report = yield
    callspec = getattr(item, "callspec", None)
    if callspec is None or "played" not in callspec.params:
        return report
    if call.excinfo and isinstance(call.excinfo.value, pytest.skip.Exception):
        report.user_properties.append(("lacks", call.excinfo.value.msg))
    if call.when == "call":
        played = callspec.params["played"]
        file, _, test = item.nodeid.removeprefix("src/troth/").partition("::")
        proof = f"{file}::{test.partition('[')[0]}"
        report.user_properties.append(("played", (played.promise, bool(played.edit), proof)))
        report.user_properties.append(("reads", sorted(item.stash.get(_READ, ()))))
    return report


class Recorder:
    """Notes what was proved, in the process to which the others report, and writes it down."""

    def __init__(self) -> None:
        self.proofs: dict[str, str] = {}
        self.reads: set[str] = set()
        self.lacks: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said: dict[str, Any] = dict(report.user_properties)
        if "lacks" in said:
            self.lacks.add(said["lacks"])
        if report.passed and "played" in said:
            promise, edited, proof = said["played"]
            if edited:
                self.proofs[promise] = proof
            self.reads.update(said["reads"])

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the record where every proof held, kept and broken, and none was skipped."""
        if exitstatus != pytest.ExitCode.OK:
            return
        if self.lacks:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            return
        day = day_at(datetime.now(UTC)).isoformat()
        acts = {
            promise
            for promise in self.proofs
            if any(acts_by(*each, self.reads) for each in touched(table()[promise]["breaks"]))
        }
        write(Record(day, sources(), self.proofs, frozenset(acts), frozenset(self.reads)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what to install where a proof was skipped for want of it."""
        if self.lacks:
            why = "; ".join(sorted(self.lacks))
            terminalreporter.write_line(f"Nothing is recorded, as a proof was skipped: {why}.")


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The time, which a proof can let pass."""
    with time_machine.travel(make.NOW, tick=True) as coordinates:
        yield coordinates


@pytest.fixture
def world(
    played: Played,
    clock: Traveller,
    transactional_db: None,
    mailbox: Mailbox,
    settings: Settings,
    request: pytest.FixtureRequest,
) -> World:
    """A provider under the policy that is played."""
    policy = played.text()
    publish(policy, at=timezone.now())
    settings.MAILBOX_AUTHSERV = "mx.provider.example"
    settings.TAX_REGISTERED = ("DE",)  # where its customers live
    return World(policy, mailbox, clock, lambda: request.getfixturevalue("post_box"))
