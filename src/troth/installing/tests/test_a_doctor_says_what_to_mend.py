"""`troth doctor` names each thing that is wrong, in a line that says what to do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from troth.accounts.models import Person
from troth.cli import main
from troth.core.provider import provider
from troth.journal.checkpoint import checkpoint
from troth.messaging.send import send
from troth.people.events import APPOINTED
from troth.publishing.evidence import note
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.port import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def well(settings: Settings, mailbox: Mailbox) -> None:
    """An installation with which nothing is wrong but that nobody serves it."""
    settings.SITE_URL = f"http://localhost:{free_port()}"
    settings.MAIL_URL = f"smtp://127.0.0.1:{settings.MAILERS['default']['OPTIONS']['port']}"
    settings.MAIL_FROM = "Host <service@host.example>"
    make.in_force()
    owner = make.staff("owner")
    owner.set_password("a long way to go")
    owner.save()
    checkpoint(at=datetime.now(UTC))
    _works(datetime.now(UTC))


def _works(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [at])


def found(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What is to be mended, by what it is about."""
    capsys.readouterr()
    code = main(["doctor"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("MEND")]
    assert code == (1 if lines else 0)
    said = (line.removeprefix("MEND  ").partition(": ") for line in lines)
    return {about: line for about, _, line in said if about != "Site"}


def test_where_all_is_well_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys) == {}


def test_each_thing_that_is_wrong_has_its_line(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    key = provider().journal_key
    key.chmod(0o644)
    settings.DEBUG = True
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    Person.objects.filter(is_staff=True).update(password="!")
    _works(datetime.now(UTC) - timedelta(hours=1))
    said = found(capsys)
    assert said == {
        "Settings": "DEBUG=1 shows the inside to visitors; unset it.",
        "Files": f"Others may read {key}; run: chmod go= {key}",
        "Mail server": said["Mail server"],
        "Owner": said["Owner"],
        "Worker": "No worker runs, so no mail goes out and nothing is erased: troth worker",
    }
    assert "No mail server answers" in said["Mail server"]
    assert "No owner has chosen a password" in said["Owner"]


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("ALLOWED_HOSTS", ["other.example"], "set ALLOWED_HOSTS=my.host.example"),
        ("PLAIN_HTTP", True, "lets others read passwords"),
        ("TRUSTED_PROXIES", 0, "set TRUSTED_PROXIES=1"),
    ],
)
def test_settings_that_contradict_each_other(
    setting: str, value: object, why: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL = "https://my.host.example"
    settings.ALLOWED_HOSTS = ["my.host.example"]
    settings.PLAIN_HTTP, settings.TRUSTED_PROXIES = False, 1
    setattr(settings, setting, value)
    assert why in found(capsys)["Settings"]


def test_a_mail_that_could_not_be_sent(
    capsys: pytest.CaptureFixture[str], mailbox: Mailbox
) -> None:
    who = make.person()
    mailbox.refuses = True
    now = datetime.now(UTC)
    send(who, subject="Hello", body="You.", at=now - timedelta(days=1))
    for hours in range(24, -1, -1):
        mailbox.fetch(at=now - timedelta(hours=hours))
    assert found(capsys)["Mails"].startswith("Mails that could not be sent since yesterday: 1.")


def test_a_night_in_which_nothing_was_signed(capsys: pytest.CaptureFixture[str]) -> None:
    note(APPOINTED, "staff", at=datetime.now(UTC) - timedelta(days=2))
    assert "was not signed last night" in found(capsys)["Journal"]
