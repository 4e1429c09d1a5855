"""`troth publish` says what a text lacks for whoever is switched on, before it is too late."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.cli import main
from troth.policy.parse import Policy
from troth.publishing.models import PublishedPolicy
from troth.testing import make, third_party
from troth.testing.third_party import PLAID, StandIn
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = """
[share.mail]
name = "The e-mail service"
role = "processor"
function = "delivers our mail"
country = "US"
receives = ["contact", "content"]
"""
SAFE = 'safeguards = "an agreement"\n'
CHECKER = """
[share.checker]
name = "A company that checks"
role = "processor"
function = "checks something"
country = "US"
receives = ["identity"]
"""
IRISH = ('country = "IN"', 'country = "IE"')


@pytest.fixture
def checker(settings: Settings) -> Iterator[None]:
    """A plug-in is switched on."""
    settings.THIRD_PARTIES = [*settings.THIRD_PARTIES, *third_party.SETTING]
    third_party.ON[:] = [StandIn(replace(PLAID, name="checker", title="Checker"))]
    yield
    third_party.ON.clear()


def published(tmp_path: Path, policy: Policy) -> int:
    """The exit code of publishing a text, under a version of its own."""
    file = tmp_path / "next.md"
    version = f'version = "{policy.tables.policy.version}"'
    assert version in policy.source
    file.write_text(policy.source.replace(version, 'version = "next"'), encoding="utf-8")
    return main(["publish", str(file)])


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("", "[share.checker]\nname = "),
        (CHECKER, "does not say how data is protected there; add safeguards"),
        (CHECKER.replace("identity", "contact") + SAFE, "without identity, which share.checker"),
    ],
)
def test_what_would_run_at_once_is_refused(
    checker: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: str, said: str
) -> None:
    running = make.in_force(make.changed("softsys", IRISH, rules=CHECKER + SAFE))
    assert published(tmp_path, make.changed("softsys", IRISH, rules=rules)) == 1
    assert said in capsys.readouterr().err
    assert PublishedPolicy.objects.get() == running


def test_what_runs_later_is_told_of(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_RELAY = "mail"
    make.in_force(make.changed("websoft", rules=MAIL))
    assert published(tmp_path, make.policy("websoft")) == 0
    told = capsys.readouterr()
    day = PublishedPolicy.objects.latest("pk").in_force_from
    assert f"in force from {day}." in told.out
    assert f"Before {day}: " in told.err and "[share.mail]\nname = " in told.err
    desk = " ".join(signed_in(make.staff("privacy")).get("/desk/").content.decode().split())
    assert "the policy lacks a rule, or something of it, for Whoever runs the mail server" in desk
    assert "does not start anew" not in desk


def test_what_names_everybody_is_published(
    checker: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force(make.changed("softsys", IRISH, rules=CHECKER + SAFE))
    more = CHECKER.replace("something", "everything") + SAFE
    assert published(tmp_path, make.changed("softsys", IRISH, rules=more)) == 0
    assert not capsys.readouterr().err
