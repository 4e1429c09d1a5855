"""`troth setup`, run again, finishes what is not done yet and promises nothing on its own."""

import argparse
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.accounts.models import Person
from troth.cli import main
from troth.cli import setup as command
from troth.core.errors import TrothError, UsageError
from troth.demo.events import MADE
from troth.policy.start_policy import Answers, start_policy
from troth.publishing.evidence import note
from troth.publishing.models import PublishedPolicy
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = argparse.Namespace()


@pytest.fixture(autouse=True)
def nobody_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)


def test_an_owner_without_a_password_gets_a_new_link(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    owner = make.staff("owner")
    command._appoint(NOBODY)
    assert "/password/" in capsys.readouterr().out
    owner.set_password("a long way to go")
    owner.save()
    command._appoint(NOBODY)
    assert "there is one, and stays" in capsys.readouterr().out
    assert Person.objects.filter(is_staff=True).count() == 1


def test_a_policy_of_a_later_day_is_not_called_in_force(tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    answers = Answers("Mine", "DE", "privacy@host.example", "en")
    file.write_text(start_policy(answers, on=date.today() + timedelta(days=9)))
    with pytest.raises(TrothError, match="nothing is served before"):
        command._publish(argparse.Namespace(policy=file))
    assert not PublishedPolicy.objects.exists()


def test_who_runs_the_mail_server_is_not_taken_for_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL", "smtp://mail.example")
    with pytest.raises(UsageError, match="give --mail-by"):
        command._mail_by(NOBODY)


def test_a_policy_that_does_not_say_who_mails_is_told_what_to_say(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force()
    settings.MAIL_RELAY = "mailers"
    command._publish(NOBODY)
    said = capsys.readouterr().out
    assert "is in force, and stays" in said and "[share.mailers]" in said


def test_the_demo_does_not_become_somebodys_site(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force()
    note(MADE, at=make.NOW)
    with pytest.raises(TrothError, match="in another folder"):
        command._refuse_the_demo()
    settings.SITE_URL, settings.PLAIN_HTTP = "https://my.host.example", False
    main(["doctor"])
    assert "MEND  Policy: This is the demo" in capsys.readouterr().out
