"""Whoever sits at the terminal of `troth setup` is never thrown out by what they type."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.cli import setup as command
from troth.core.errors import UsageError
from troth.installing.settings_file import keep_settings, kept_settings, settings_file
from troth.testing.mail import Mailbox


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TROTH_HOME", str(tmp_path))
    for name in ("DATABASE_URL", "MAIL_FROM", "MAIL_URL", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)


def types(monkeypatch: pytest.MonkeyPatch, *typed: str | BaseException) -> None:
    keys: Iterator[str | BaseException] = iter(typed)

    def ask(question: str) -> str:
        key = next(keys)
        if isinstance(key, BaseException):
            raise key
        return key

    monkeypatch.setattr("builtins.input", ask)
    monkeypatch.setattr(command, "getpass", ask)


def test_an_answer_is_asked_for_until_it_will_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    latin = UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid")
    types(monkeypatch, "Germany", "", "D\x1b[DE", latin, "de")  # the third has an arrow key in it
    assert command._answer(argparse.Namespace(), command.COUNTRY) == "DE"
    said = capsys.readouterr().err
    assert said.count("no country") == 2
    assert "cannot be displayed" in said and "UTF-8" in said


def test_where_no_more_is_typed_it_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, EOFError())
    with pytest.raises(UsageError, match="run it again, and it goes on"):
        command._answer(argparse.Namespace(), command.NAME)


def test_what_was_kept_and_will_not_do_is_asked_anew(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    mail_server: str,
) -> None:
    """A site that was tried out here, with mail in files, is opened to others."""
    (tmp_path / "settings.env").write_text("MAIL_URL='file:mail'\n")
    server = command.MAIL._replace(check=command._mail_to_others)
    types(monkeypatch, "file:other", mail_server)
    assert command._answer(argparse.Namespace(), server) == mail_server
    assert "What is kept as MAIL_URL will not do: Nobody" in capsys.readouterr().err


def test_the_database_that_troth_runs_itself_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "postgres").mkdir()
    keep_settings({"SITE_URL": "http://localhost:8000", "MAIL_URL": "file:mail"})
    types(monkeypatch, "service@host.example")
    settings = command._settings(argparse.Namespace())
    assert settings["MAIL_FROM"] == "service@host.example" and "DATABASE_URL" not in settings


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Example, Inc. <Service@host.example>", '"Example, Inc." <service@host.example>'),
        ('"Example, Inc." <service@host.example>', '"Example, Inc." <service@host.example>'),
        ("Example Hosting <service@host.example>", "Example Hosting <service@host.example>"),
        ("service@host.example", "service@host.example"),
    ],
)
def test_a_company_with_a_comma_is_one_sender(typed: str, kept: str) -> None:
    assert command.MAIL_FROM.check(typed) == kept


def test_a_sender_whom_the_mail_server_does_not_take_is_asked_anew(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mail_server: str
) -> None:
    async def refuses(*_: object) -> str:
        return "550 5.7.1 not yours"

    monkeypatch.setenv("SITE_URL", "https://my.host.example")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("MAIL_URL", mail_server)
    monkeypatch.setattr(Mailbox, "handle_RCPT", refuses, raising=False)
    types(monkeypatch, "other@host.example", EOFError())
    with pytest.raises(UsageError, match="it goes on"):
        command._settings(argparse.Namespace())
    assert "this user may write from MAIL_FROM" in capsys.readouterr().err


def test_what_was_answered_stays_when_it_is_ended_in_the_middle(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, "https://my.host.example", "", "", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        command._settings(argparse.Namespace())
    said = capsys.readouterr().err
    assert "Nothing was typed" in said
    assert f"Run it again, and it goes on from {settings_file()}" in said
    assert kept_settings()["SITE_URL"] == "https://my.host.example"


def test_what_somebody_has_written_beside_a_site_stays(
    monkeypatch: pytest.MonkeyPatch, mail_server: str
) -> None:
    """A second proxy and a second name, until the site moves."""
    site = "https://my.host.example"
    written = {"ALLOWED_HOSTS": "my.host.example,old.host.example", "TRUSTED_PROXIES": "2"}
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("MAIL_URL", mail_server)
    monkeypatch.setenv("MAIL_FROM", "service@host.example")
    keep_settings({"SITE_URL": site} | written)
    assert command._settings(argparse.Namespace()).items() >= written.items()
    assert kept_settings().items() >= written.items()
    command._settings(argparse.Namespace(site="https://your.host.example"))
    assert kept_settings()["ALLOWED_HOSTS"] == "your.host.example"


def test_what_belongs_to_another_site_does_not(
    monkeypatch: pytest.MonkeyPatch, mail_server: str
) -> None:
    """A site that was tried out here, of which somebody has changed the address alone."""
    here = {"ALLOWED_HOSTS": "localhost", "PLAIN_HTTP": "1", "TRUSTED_PROXIES": "0"}
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("MAIL_URL", mail_server)
    monkeypatch.setenv("MAIL_FROM", "service@host.example")
    keep_settings({"SITE_URL": "https://my.host.example"} | here)
    command._settings(argparse.Namespace())
    follows = {"ALLOWED_HOSTS": "my.host.example", "PLAIN_HTTP": "0", "TRUSTED_PROXIES": "1"}
    assert kept_settings().items() >= follows.items()
