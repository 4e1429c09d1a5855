"""One command makes of an empty folder what can be served, and whose desk can be opened."""

import re
import stat
import subprocess
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from troth.cli import setup as command
from troth.core.errors import UsageError
from troth.installing.tests.folder import ANSWERS, folder, setup
from troth.policy.parse import read
from troth.policy.start_policy import OWN, Answers, start_policy
from troth.testing.home import TROTH, environment, troth
from troth.testing.port import free_port


def kept(at: Path) -> str:
    file = at / ".troth" / "settings.env"
    return file.read_text() if file.exists() else ""


def test_the_owner_opens_the_link_and_the_site_answers(tmp_path: Path) -> None:
    at, port = folder(tmp_path), free_port()
    made = setup(at, **ANSWERS, site=f"http://localhost:{port}")
    assert made.returncode == 0, made.stderr
    link = re.search(rf"http://localhost:{port}/\S+", made.stdout)
    assert link and "write TAX_NUMBER" in made.stdout
    assert "the bank account that customers pay to" in made.stdout
    home = at / ".troth"
    server = subprocess.Popen([*TROTH, "serve", "--port", str(port)], env=environment(home))
    browser = build_opener(HTTPCookieProcessor())
    try:
        for _ in range(600):
            with suppress(OSError), browser.open(link[0]) as page:
                assert b'name="password1"' in page.read()
                break
            time.sleep(0.1)
        with browser.open(f"http://localhost:{port}/sign-in/") as page:
            assert b"I forgot my password" in page.read()
        found = troth(home, "doctor")
        assert "ok    Site: answers" in found.stdout
        assert "MEND  Worker: No worker runs" in found.stdout
        assert "No rate is new" in troth(home, "tax", "rates").stdout
        assert found.returncode == 1
    finally:
        server.terminate()
        server.wait()


def test_it_goes_on_from_where_it_was(tmp_path: Path, mail_server: str) -> None:
    at = folder(tmp_path)
    lacking = setup(at, **ANSWERS | {"email": ""})
    assert lacking.returncode == 2 and not (at / "policy.md").exists()
    assert lacking.stderr == "troth setup: nobody is here to be asked; give --email\n"

    company = {"mail_by": "Mailers Inc", "mail_country": "US"}
    first = setup(at, mail=mail_server, **ANSWERS, **company)
    assert first.returncode == 0, first.stderr
    share = read(at / "policy.md").tables.share["mail"]
    assert (share.name, share.country) == ("Mailers Inc", ("US",))
    for file in (at / ".troth" / "settings.env", at / "policy.md"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    again = setup(at, mail="", site="https://My.Host.example/", mail_from="Host <a@host.example>")
    assert again.returncode == 0, again.stderr
    assert "is in force, and stays" in again.stdout
    assert "https://my.host.example/password/" in again.stdout  # nobody has chosen one yet
    assert "SITE_URL='https://my.host.example'" in kept(at)
    assert "TRUSTED_PROXIES='1'" in kept(at) and "PLAIN_HTTP='0'" in kept(at)
    nginx = (at / ".troth" / "in-front" / "nginx.conf").read_text()
    assert "server_name my.host.example;" in nginx and "@" not in nginx


def test_a_policy_of_ones_own_is_put_in_force(tmp_path: Path, mail_server: str) -> None:
    at = folder(tmp_path)
    mine = at / "mine.md"
    told = Answers("Mine", "DE", "privacy@host.example", "en", mail_by=OWN)
    mine.write_text(start_policy(told, on=date(2026, 1, 1)))
    made = setup(at, mail=mail_server, owner=ANSWERS["owner"], policy=str(mine))
    assert made.returncode == 0, made.stderr
    assert "mine.md" in made.stdout and not (at / "policy.md").exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"site": "http://my.host.example"}, "passwords could be read"),
        ({"site": "https://my.host.example/troth"}, "must be like https://my.example.com"),
        ({"site": "https://my.host.example:port"}, "must be like https://my.example.com"),
        ({"mail": "smtp://127.0.0.1:1"}, "No mail server answers there"),
        ({"mail": "imap://mail.example"}, "MAIL_URL must look like"),
        ({"mail": "file:mail", "site": "https://my.host.example"}, "in MAIL_URL where"),
        ({"mail_from": "nobody"}, "not an e-mail address"),
    ],
)
def test_a_wrong_answer_is_one_line_and_nothing_is_kept(
    tmp_path: Path, wrong: dict[str, str], why: str
) -> None:
    at = folder(tmp_path)
    said = setup(at, **ANSWERS | wrong)
    assert said.returncode and why in said.stderr and said.stderr.count("\n") == 1
    assert kept(at) == "" and not (at / "policy.md").exists()


@pytest.mark.parametrize(
    ("question", "typed", "why"),
    [
        (command.COUNTRY, "Germany", "no country"),
        (command.MAIL_COUNTRY, "nowhere", "no country"),
        (command.EMAIL, "privacy", "not an e-mail address"),
        (command.MAIL_FROM, "Host <nobody>", "not an e-mail address"),
        (command.OWNER, "me", "not an e-mail address"),
        (command.LANGUAGE, "fr", "use en or de"),
        (command.NAME, "", "Nothing was typed"),
    ],
)
def test_each_answer_is_tried(question: command.Question, typed: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        question.check(typed)
