"""`troth doctor` names each thing that is wrong, in a line that says what to do."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from pytest_django import Settings

from troth.accounts.models import Person
from troth.billing.models import BankAccount
from troth.cli import main
from troth.core.provider import provider
from troth.core.setting_url import mailer_from_url
from troth.installing.last_backup import keep_last_backup
from troth.journal.checkpoint import checkpoint
from troth.messaging.send import send
from troth.people.events import APPOINTED
from troth.publishing.evidence import note
from troth.testing import make, third_party
from troth.testing.mail import Mailbox
from troth.testing.port import free_port
from troth.testing.third_party import PLAID, StandIn

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


def found(capsys: pytest.CaptureFixture[str], *, site: bool = False) -> dict[str, str]:
    """What is to be mended, by what it is about."""
    capsys.readouterr()
    code = main(["doctor"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("MEND")]
    assert code == (1 if lines else 0)
    said = (line.removeprefix("MEND  ").partition(": ") for line in lines)
    return {about: line for about, _, line in said if site or about != "Site"}


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
        ("DEFAULT_FROM_EMAIL", "Example, Inc. <service@host.example>", "name in quotes"),
        ("DEFAULT_FROM_EMAIL", "Host <service@localhost>", "Mail would come from nowhere"),
    ],
)
def test_settings_that_contradict_each_other(
    setting: str, value: object, why: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL = "https://my.host.example"
    settings.ALLOWED_HOSTS = ["my.host.example"]
    settings.PLAIN_HTTP, settings.TRUSTED_PROXIES = False, 1
    setattr(settings, setting, value)
    said = found(capsys)
    assert why in said.get("Settings", said.get("Mail server", ""))


@pytest.mark.parametrize(
    ("site", "hosts"),
    [("https://my.host.example", [".host.example"]), ("https://[::1]", ["[::1]"])],
)
def test_names_that_the_site_takes_are_no_mistake(
    site: str, hosts: list[str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, hosts
    settings.PLAIN_HTTP, settings.TRUSTED_PROXIES = False, 1
    assert "Settings" not in found(capsys)


def test_a_worker_that_was_killed_is_missed_soon_and_when_one_was_seen_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _works(datetime.now(UTC) - timedelta(seconds=5))
    main(["doctor"])
    assert re.search(r"ok    Worker: told [5-9] s ago that it runs\n", capsys.readouterr().out)
    _works(datetime.now(UTC) - timedelta(seconds=31))
    assert "No worker runs" in found(capsys)["Worker"]


def test_where_nothing_is_installed_nothing_is_made(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TROTH_HOME = tmp_path / "elsewhere"
    assert set(found(capsys, site=True)) == {"Files"}
    assert not settings.TROTH_HOME.exists()


def test_a_promise_that_keeps_the_pages_from_being_served(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAILERS = {"default": mailer_from_url("smtp://mail.example")}
    assert "add ?tls=starttls" in found(capsys)["Policy"]


def test_a_recipient_that_has_signed_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.THIRD_PARTIES = third_party.SETTING
    third_party.ON[:] = [StandIn(replace(PLAID, name="google", receives=frozenset()))]
    make.in_force("ispsystem")
    said = found(capsys)
    assert "troth recipients enter google" in said.get("Recipients", str(said))
    third_party.ON.clear()


@pytest.mark.parametrize("code", [200, 404])
def test_a_site_of_somebody_else_is_none_of_ours(
    code: int, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(code)
            self.end_headers()
            self.wfile.write(b"Welcome to another server!")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        settings.SITE_URL = f"http://localhost:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        assert "Another site answers there" in found(capsys, site=True)["Site"]
        server.shutdown()


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


def test_a_backup_that_has_become_old_is_missed(
    capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> None:
    settings.TROTH_HOME = tmp_path
    now = datetime.now(UTC)
    keep_last_backup(now - timedelta(days=7), Path("/srv/backups/last"))
    assert "Backup" not in found(capsys)
    keep_last_backup(now - timedelta(days=9), Path("/srv/backups/last"))
    assert "troth backup DIR" in found(capsys)["Backup"]


def test_what_is_for_sale_and_cannot_be_invoiced_is_named(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    make.in_force(make.policy("ispsystem"))
    settings.TAX_NUMBER = ""
    assert "Taxes" not in found(capsys)  # as long as nothing is for sale
    make.product()
    assert "troth tax rates" in found(capsys)["Taxes"]
    assert main(["tax", "rates"]) == 0
    assert "set TAX_NUMBER" in found(capsys)["Taxes"]
    settings.TAX_NUMBER = "CY10259033P"
    assert "Taxes" not in found(capsys)


def test_what_nobody_can_pay_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force(make.policy("ispsystem"))
    assert "Payments" not in found(capsys)  # as long as nothing is for sale
    make.product()
    make.account(currency="USD")
    assert "Invoices in EUR, USD say no way to pay" in found(capsys)["Payments"]
    for currency, iban in (("EUR", "DE89370400440532013000"), ("USD", "DE02120300000000202051")):
        BankAccount.objects.create(holder="A Provider", iban=iban, currency=currency)
    assert "Payments" not in found(capsys)


def test_within_india_a_missing_number_is_named_too(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    """Where the states of both decide, the number is missed as soon as ours is known."""
    make.in_force(make.policy("softsys"))
    make.product()
    assert main(["tax", "rates"]) == 0
    settings.TAX_NUMBER, settings.TAX_REGION = "", ""
    assert "set TAX_REGION" in found(capsys)["Taxes"]
    settings.TAX_REGION = "KA"
    assert "set TAX_NUMBER" in found(capsys)["Taxes"]
    settings.TAX_NUMBER = "29ABCDE1234F1Z5"
    assert "Taxes" not in found(capsys)
