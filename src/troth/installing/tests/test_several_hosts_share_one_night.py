"""Two hosts with a site and a worker each, on one database: one night's work is done once."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psycopg
import pytest

from troth.core.postgres.server import PLATFORM, start, stop
from troth.core.secret import secret_key
from troth.installing.tests.backed_up import Installation
from troth.testing.home import TROTH, environment, migrated
from troth.testing.port import free_port

_WAIT = 120  # seconds
_MAKE = """
from datetime import UTC, datetime, timedelta
from troth.accounts.models import Account
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
today, long_ago = datetime.now(UTC), datetime.now(UTC) - timedelta(days=6000)
in_cyprus()
paid_until(today.date(), customer())
for _ in range(5):
    old = make.account(make.person(), at=long_ago)
    Account.objects.filter(pk=old.pk).update(cancelled_at=long_ago)
person = make.person()
person.email = "signs-in@customer.example"
person.set_password("a long way to go")
person.save()
make.verified(person)
make.account(person)
"""
# What each host's clock does in the hour in which its night begins.
_NIGHT = """
from datetime import UTC, datetime, timedelta
from troth.core.day import night_begins
from troth.erasure.tasks import sweep
from troth.services.tasks import bill_by_night
now = datetime.now(UTC)
hour = next(h for n in range(25) if night_begins(h := now - timedelta(hours=n)))
sweep.defer(timestamp=int(hour.timestamp()))
bill_by_night.defer(timestamp=int(hour.timestamp()))
"""
_FOUND = """
    SELECT (SELECT count(*) FROM procrastinate_jobs WHERE queue_name IN ('sweep', 'bill')),
        (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
        (SELECT count(*) FROM billing_invoice),
        (SELECT count(*) FROM journal_entry WHERE event = 'account.erased'),
        (SELECT count(DISTINCT subject) FROM journal_entry WHERE event = 'account.erased')
"""


class Host:
    """One of them: its home, and what runs there."""

    def __init__(self, home: Path, database: str) -> None:
        self.settings = {
            "DATABASE_URL": database,
            "PLAIN_HTTP": "1",
            "TAX_NUMBER": "CY10259033P",
        }
        self.here = Installation(home, self.settings)
        self.port = free_port()
        self.site = f"http://localhost:{self.port}"

    def runs(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*TROTH, *command],
            env=environment(self.here.home, MAIL_URL=self.here.mail, **self.settings),
            stdout=subprocess.DEVNULL,
        )

    def page(self, browser: OpenerDirector, path: str, **form: str) -> str:
        """A page of its site, once that runs."""
        body = "&".join(f"{name}={quote(value)}" for name, value in form.items()).encode()
        for _ in range(_WAIT * 5):
            with suppress(OSError), browser.open(self.site + path, body or None) as answer:
                return str(answer.read().decode())
            time.sleep(0.2)
        raise AssertionError(f"no answer from port {self.port}")


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[Host, Host]]:
    tmp_path.chmod(0o711)  # root's PostgreSQL runs as another user
    with ExitStack() as running:
        server = migrated(tmp_path / "server")
        url = f"postgresql://{PLATFORM}@/troth?host={quote(str(start(server)), safe='')}"
        running.callback(stop, server)
        first, second = Host(tmp_path / "first", url), Host(tmp_path / "second", url)
        first.here.home.mkdir()
        first.here.troth("manage", "shell", "-v0", "-c", _MAKE)
        first.here.signed()
        secret_key(first.here.home / "secret.key")  # as `troth setup` leaves it
        # The keys are brought to the other, and the files are on a disk that both have.
        (first.here.home / "files").mkdir(exist_ok=True)
        second.here.home.mkdir()
        for key in first.here.home.glob("*.key"):
            shutil.copy(key, second.here.home)
        (second.here.home / "files").symlink_to(first.here.home / "files")
        for host in (first, second):
            for command in (("serve", "--port", str(host.port)), ("worker",)):
                process = host.runs(*command)
                running.callback(process.wait, _WAIT)
                running.callback(process.send_signal, signal.SIGTERM)
        yield first, second


def test_it_is_done_once_and_who_signs_in_at_one_is_known_at_the_other(
    hosts: tuple[Host, Host],
) -> None:
    first, second = hosts
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    first.page(browser, "/sign-in/")
    token = next(each.value or "" for each in cookies if each.name == "csrftoken")
    first.page(
        browser,
        "/sign-in/",
        csrfmiddlewaretoken=token,
        login="signs-in@customer.example",
        password="a long way to go",
    )
    assert "signs-in@customer.example" in second.page(browser, "/profile/")

    for host in hosts:
        host.here.troth("manage", "shell", "-v0", "-c", _NIGHT)
    with psycopg.connect(first.settings["DATABASE_URL"], autocommit=True) as database:
        for _ in range(_WAIT * 5):
            found = database.execute(_FOUND).fetchone()
            if found and not found[0]:
                break
            time.sleep(0.2)
        workers = database.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
    assert found == (0, 0, 1, 5, 5)
    assert workers and workers[0] >= 2
    for host in hosts:
        host.here.signed()
        host.here.troth("journal", "verify")
