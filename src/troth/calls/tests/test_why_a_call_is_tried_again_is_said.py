"""A call that does not work says why while it is tried again: whoever can mend that reads of it."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from troth.calls.ask import ask
from troth.calls.models import Call
from troth.calls.tests.counterpart import FILE, Counterpart
from troth.calls.waiting import OFTEN
from troth.calls.work import work_due
from troth.publishing.models import PublishedPolicy
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "We are closed."


@pytest.fixture
def call(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    settings.CALLS = {"test": "troth.calls.tests.counterpart.Counterpart"}
    monkeypatch.setenv(FILE, str(tmp_path / "arrived"))
    policy: PublishedPolicy = make.in_force()
    return ask("test", "counterpart", "be-down", policy, key="key-1", at=make.NOW)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.staff("billing"))
    return client


def tried(times: int) -> None:
    for count in range(times):
        assert work_due(at=make.NOW + timedelta(hours=count)) == 1


def test_the_desk_and_the_log_say_it(
    call: Call, desk: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        tried(1)
    assert WHY in caplog.text and "counterpart" in caplog.text
    page = desk.get("/desk/calls/").text
    assert WHY in page and "No call is waiting for a person" in page


def test_the_inbox_leads_there_once_it_is_no_hiccup(call: Call, desk: Client) -> None:
    tried(OFTEN - 1)
    assert "keeps failing and is tried again" not in desk.get("/desk/").text
    work_due(at=make.NOW + timedelta(days=1))
    said = '<a href="/desk/calls/">1 call to another company keeps failing and is tried again.</a>'
    assert said in desk.get("/desk/").text


def test_done_it_says_nothing_more(
    call: Call, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried(1)
    monkeypatch.setattr(Counterpart, "is_open", True)
    assert work_due(at=make.NOW + timedelta(hours=1)) == 1
    call.refresh_from_db()
    assert call.done_at and call.why == ""
    assert WHY not in desk.get("/desk/calls/").text
