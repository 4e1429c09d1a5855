"""A stored policy that this release refuses: one clear line everywhere, and a command gets out."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from troth.cli import main
from troth.messaging.deliver import deliver_waiting
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import CannotRunError, WrittenLaterError, policy_on
from troth.publishing.tests.unread import FORGOTTEN, NOT_ON_THESE_MODELS, stored, text
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.snapshot import snapshot
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LINE = (
    "cannot run on this release; see why with troth policy check --published, and publish a "
    "corrected text: troth publish FILE\n"
)
SOFTSYS = str(shipped()["softsys"])


@pytest.mark.parametrize("change", [FORGOTTEN, NOT_ON_THESE_MODELS], ids=["a word", "the models"])
@pytest.mark.parametrize(
    "command",
    [
        ["serve", "--port", "18998"],
        ["worker"],
        ["keep"],
        ["plan"],
        ["erase", "{email}", "--yes"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_says_so_in_one_line_and_does_nothing(
    change: tuple[str, str], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(text("softsys", change))
    email = make.owner(make.full_account()).email
    before = snapshot()
    assert main([word.format(email=email) for word in command]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("The published policy ") and err.endswith(LINE)
    assert err.count("\n") == 1
    assert snapshot() == before


def test_a_page_says_so_in_one_line() -> None:
    make.in_force()
    owner, staff = make.owner(make.full_account()), make.staff()
    stored(text("softsys", FORGOTTEN))
    for client, path in (
        (Client(), "/"),
        (Client(), "/privacy/"),
        (Client(), "/sign-in/"),
        (Client(), "/sign-up/"),
        (signed_in(owner), "/profile/"),
        (signed_in(owner), "/privacy-centre/"),
        (signed_in(owner), "/privacy-centre/erase/"),
        (signed_in(staff), "/desk/"),
        (signed_in(staff), "/desk/platform/"),
    ):
        shown = client.get(path, headers={"Sec-GPC": "1"})
        assert shown.status_code == 503, path
        assert "troth policy check --published" in shown.content.decode()


@pytest.mark.parametrize("change", [FORGOTTEN, NOT_ON_THESE_MODELS], ids=["a word", "the models"])
def test_the_mistakes_are_named_and_a_corrected_text_runs_at_once(
    change: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(text("softsys", change))
    assert main(["policy", "check", "--published"]) == 1
    *mistakes, line = capsys.readouterr().out.splitlines()
    assert mistakes and all(" unknown-word " in m or " cannot-run " in m for m in mistakes)
    assert line.endswith(LINE.strip())

    assert main(["publish", SOFTSYS]) == 0

    told = capsys.readouterr().out
    assert f"in force from {timezone.now().date()}.\n" in told
    assert "It replaces a text that could not run here, so no notice was waited for." in told
    assert main(["policy", "check", "--published"]) == 0
    assert main(["plan"]) == 0 and main(["keep"]) == 0
    assert Client().get("/privacy/").status_code == 200


def test_no_notice_holds_it_up() -> None:
    at = make.NOW
    publish(make.policy("websoft"), at=at - timedelta(days=9))  # 30 days of notice
    stored(text("websoft", ('for = "12 months"', 'for = "12 moons"')), start=at.date())
    longer = parse(text("websoft", ('for = "12 months"', 'for = "24 months"')).encode())
    assert publish(longer, at=at).in_force_from == at.date()
    assert policy_on(at.date()).digest == longer.digest


def test_the_text_that_was_published_last_can_be_published_again() -> None:
    at = make.NOW
    stored(text("softsys", FORGOTTEN), start=at.date())
    first = publish(make.policy("softsys"), at=at - timedelta(days=1))
    PublishedPolicy.objects.filter(pk=first.pk).update(in_force_from=date(2000, 1, 1))
    with pytest.raises(CannotRunError):
        policy_on(at.date())
    assert publish(make.policy("softsys"), at=at) != first
    assert policy_on(at.date()).digest == first.digest


def test_one_that_is_to_come_stops_nothing_before_its_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make.in_force()
    stored(text("softsys", FORGOTTEN), start=date(2998, 1, 1))
    assert Client().get("/privacy/").status_code == 200
    assert main(["keep"]) == 0
    assert main(["policy", "check", "--published"]) == 1
    assert "in force from 2998-01-01, cannot run on this release" in capsys.readouterr().out


def test_one_of_a_newer_version_of_the_language_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(shipped()["softsys"].read_text() + "\nOf tomorrow.\n", language=9)
    line = (
        "is written in version 9 of the language, and this release reads up to 2; upgrade this "
        "installation too.\n"
    )
    for command in (["keep"], ["plan"], ["publish", SOFTSYS]):
        assert main(command) == 1
        assert capsys.readouterr().err.endswith(line)
    assert PublishedPolicy.objects.count() == 1
    with pytest.raises(WrittenLaterError):
        policy_on(make.NOW.date())


def test_what_was_queued_under_it_goes_out_under_the_next(mailbox: Mailbox) -> None:
    stored(text("softsys", FORGOTTEN))
    message = make.message(make.verified(make.person()), at=make.NOW)
    message.next_at = make.NOW
    message.save()
    later = make.NOW + timedelta(days=1)
    publish(make.policy("softsys"), at=later)
    assert deliver_waiting(at=later) == 1


def test_a_file_with_words_of_a_newer_language_is_told_which_one_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "newer.md"
    file.write_text(text("softsys", ("[change]\n", "[change]\nlanguage_version = 9\n")))
    assert main(["policy", "check", str(file)]) == 1
    mistake, version = capsys.readouterr().out.splitlines()
    assert " unknown-key change.language_version is not in the language" in mistake
    assert version == "(This release reads version 2 of the language.)"
