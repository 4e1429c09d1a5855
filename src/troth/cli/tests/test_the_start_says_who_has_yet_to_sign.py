"""Who carries messages and has yet to sign something holds them up: the start and the desk say so.

`troth recipients list` does too.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.cli import main, serve, worker
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.port import free_port

pytestmark = pytest.mark.django_db(transaction=True)
RULE = """
[share.mail]
name = "A company that delivers mail"
role = "processor"
function = "delivers our mail"
country = "IE"
receives = ["contact", "content"]
needs = ["agreement"]
"""
TELLS = "Whoever runs the mail server (mail) is told nothing before this is on record: "
GIVEN_UP = "Messages wait for it, and are given up after a day."


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_mail_waits_loudly_until_it_is_on_record(
    command: str,
    mailbox: Mailbox,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(serve, "serve", lambda host, port, *, workers: None)
    monkeypatch.setattr(worker, "work", lambda: None)
    settings.MAIL_RELAY = "mail"
    make.in_force(make.changed("ispsystem", rules=RULE))
    start = ["serve", "--port", str(free_port())] if command == "serve" else ["worker"]
    now = timezone.now()
    send(make.verified(make.person()), subject="Hello", body="Hello", at=now)
    assert mailbox.fetch(at=now) == []
    assert main(start) == 0
    said = capsys.readouterr().out
    assert TELLS in said and "“troth recipients enter mail”" in said and GIVEN_UP in said
    desk = Client()
    desk.force_login(make.staff("privacy"))
    assert GIVEN_UP in desk.get("/desk/").content.decode()

    assert main(["recipients", "enter", "mail", "agreement", "--signed", "2026-01-02"]) == 0
    assert main(start) == 0
    assert TELLS not in capsys.readouterr().out
    assert GIVEN_UP not in desk.get("/desk/").content.decode()
    assert len(mailbox.fetch(at=now + timedelta(minutes=5))) == 1
    assert Message.objects.get().sent_at
