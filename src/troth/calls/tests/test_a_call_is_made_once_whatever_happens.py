"""Refused, down, in doubt, killed in the middle: what is asked of a third party arrives once."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DataError, connection
from django.test import Client
from pytest_django import Settings

from troth.calls.ask import ask
from troth.calls.carry_out import TRIES
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.calls.tests.counterpart import FILE, Counterpart, arrived
from troth.calls.waiting import waiting
from troth.calls.work import LEASE, work, work_due
from troth.cli import main
from troth.journal.models import Entry
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = make.NOW
KINDS = {"test": "troth.calls.tests.counterpart.Counterpart"}
DIE = """
from datetime import UTC, datetime
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = "{database}"
settings.CALLS = {kinds}
django.setup()
from troth.calls.work import work
work(at=datetime(2026, 6, 15, 12, tzinfo=UTC))
"""


@pytest.fixture(autouse=True)
def policy(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishedPolicy:
    settings.CALLS = KINDS
    monkeypatch.setenv(FILE, str(tmp_path / "arrived"))
    return make.in_force()


def asked(verb: str, policy: PublishedPolicy, key: str = "key-1") -> Call:
    return ask("test", "counterpart", verb, policy, key=key, at=NOW)


def test_done_is_done_and_the_same_key_is_the_same_call(policy: PublishedPolicy) -> None:
    call = asked("do", policy)
    assert work_due(at=NOW) == 1
    assert asked("do", policy) == call
    assert work_due(at=NOW + LEASE) == 0
    call.refresh_from_db()
    assert (call.done_at, call.answer, arrived()) == (NOW, "a-1", ["key-1"])


def test_refused_is_refused(policy: PublishedPolicy) -> None:
    call = asked("refuse", policy)
    work_due(at=NOW)
    call.refresh_from_db()
    assert (call.refused_at, call.why, call.next_at) == (NOW, "We do not do that.", None)


def test_who_is_down_is_asked_again_ever_more_seldom_until_a_person_sees_to_it(
    policy: PublishedPolicy, capsys: pytest.CaptureFixture[str]
) -> None:
    call, at, waits = asked("be-down", policy), NOW, []
    for _ in range(TRIES):
        assert work_due(at=at) == 1
        call.refresh_from_db()
        if call.next_at:
            waits.append((call.next_at - at).total_seconds() / 60)
            at = call.next_at
    assert waits == [2**n for n in range(1, TRIES)]
    assert call.in_doubt_since is None
    assert work_due(at=at + timedelta(days=9)) == 0
    assert main(["calls"]) == 1
    assert "counterpart be-down" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["lose-the-answer", "break"])
def test_what_is_in_doubt_is_looked_up_and_not_made_again(
    policy: PublishedPolicy, verb: str
) -> None:
    call = asked(verb, policy)
    work_due(at=NOW)
    call.refresh_from_db()
    assert call.in_doubt_since == NOW
    assert work_due(at=NOW + LEASE) == 1
    call.refresh_from_db()
    assert (call.answer, arrived()) == ("found", ["key-1"])


@pytest.mark.parametrize(("verb", "answer"), [("die-after", "found"), ("die-before", "a-1")])
def test_who_is_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    policy: PublishedPolicy, verb: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = asked(verb, policy)
    code = DIE.format(database=connection.settings_dict["NAME"], kinds=KINDS)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "troth.testing.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment)
    assert done.returncode == -signal.SIGKILL

    assert work_due(at=NOW + LEASE - timedelta(seconds=1)) == 0  # somebody may still be at it
    monkeypatch.setattr("os.kill", lambda *_: None)  # this process shall live
    assert work_due(at=NOW + LEASE) == 1
    call.refresh_from_db()
    assert (call.answer, arrived()) == (answer, ["key-1"])


def test_an_answer_that_cannot_be_stored_waits_for_a_person_in_the_end(
    policy: PublishedPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("make", "look_up"):
        monkeypatch.setattr(Counterpart, name, lambda *_call, at: Answer("\0"))
    call = asked("do", policy)
    for tried in range(TRIES):
        with pytest.raises(DataError):
            work(at=NOW + tried * LEASE)
    assert not work(at=NOW + TRIES * LEASE)
    assert waiting().get() == call


def test_workers_share_the_calls(policy: PublishedPolicy) -> None:
    for number in range(6):
        asked("do", policy, key=f"key-{number}")
    assert sum(at_once(*[lambda: work_due(at=NOW)] * 3)) == 6
    assert sorted(arrived()) == [f"key-{number}" for number in range(6)]


def test_a_claim_that_ran_out_writes_nothing(policy: PublishedPolicy) -> None:
    """Whoever comes too late finds that another worker has the call, whose word counts."""
    call = asked("do", policy)

    def slow(self: object, call: Call, *, at: object) -> None:
        work(at=NOW + LEASE)  # another one, meanwhile
        raise AssertionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("troth.calls.tests.counterpart.Counterpart.make", slow)
        assert work(at=NOW)
    call.refresh_from_db()
    assert call.done_at is None
    assert call.tries == 2


def test_staff_have_a_call_made_again_or_give_it_up(
    policy: PublishedPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = asked("be-down", policy), asked("be-down", policy, key="key-2")
    for days in range(TRIES):
        work_due(at=NOW + timedelta(days=days))
    desk = Client()
    desk.force_login(make.staff("billing"))
    page = desk.get("/desk/calls/").content.decode()
    assert page.count("counterpart") == 2
    for _ in range(2):
        desk.post(f"/desk/calls/{first.pk}/again/")
        desk.post(f"/desk/calls/{second.pk}/give-up/")
    assert not waiting().exists()
    monkeypatch.setattr(Counterpart, "is_open", True)
    work_due(at=make.NOW + timedelta(days=999))
    assert arrived() == ["key-1"]
    second.refresh_from_db()
    assert second.why == "Given up by staff."
    events = Entry.objects.filter(event__startswith="call.").values_list("event", flat=True)
    assert sorted(events) == ["call.given_up", "call.tried_again"]
