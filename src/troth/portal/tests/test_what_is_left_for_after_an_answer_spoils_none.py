import pytest
from django.test import Client
from pytest import LogCaptureFixture, MonkeyPatch

from troth.identity.adapter import Adapter
from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db


def test_where_it_fails_the_log_alone_says_so(
    monkeypatch: MonkeyPatch, caplog: LogCaptureFixture
) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    monkeypatch.setattr(Adapter, "record", lambda *args, **more: 1 / 0)
    answer = Client().post("/sign-in/", {"login": person.email, "password": "wrong"})
    assert answer.status_code == 200
    [line] = caplog.records
    assert "left to be done after an answer" in line.message and line.exc_info
