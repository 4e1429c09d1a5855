"""`troth serve` and `troth worker` start once the policy names whom they would tell something."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.cli import main, serve
from troth.cli.tests import plugged_in
from troth.core.setting_url import sms_from_url
from troth.policy.parse import Policy
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.home import migrated, troth
from troth.testing.port import free_port

RELAY = {"MAIL_URL": "smtp://mail.example:587?tls=starttls"}
Refusal = Callable[[Policy], str]


@pytest.fixture
def refusal(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Refusal:
    """What `troth serve` says by a policy in place of starting; blank where it starts."""
    monkeypatch.setattr(serve, "serve", lambda host, port, *, workers: None)

    def said(policy: Policy) -> str:
        make.in_force(policy)
        code = main(["serve", "--port", str(free_port())])
        return capsys.readouterr().err if code else ""

    return said


def test_neither_starts_by_what_its_environment_says(tmp_path: Path) -> None:
    home = migrated(tmp_path / "home")
    assert troth(home, "publish", str(shipped()["websoft"])).returncode == 0
    port = str(free_port())
    said = troth(home, "serve", "--port", port, **RELAY)
    assert said.returncode == 1 and "[share.mail]" in said.stderr
    worker = troth(home, "worker", **RELAY)
    assert (worker.returncode, worker.stderr) == (1, said.stderr)
    more = {"MAIL_RELAY": "mailer", "TROTH_SMS_URL": "https://sms.example/"}
    said = troth(home, "serve", "--port", port, **RELAY, **more)
    assert "[share.mailer]" in said.stderr and "[share.sms]" in said.stderr


def test_they_start_once_the_policy_has_the_rule_that_was_told(
    settings: Settings, refusal: Refusal
) -> None:
    settings.MAIL_RELAY = "mail"
    said = refusal(make.policy("websoft"))
    rule = said[said.rindex("[share.mail]") :]
    assert 'country = "…"' in rule  # which the provider alone knows
    rule = rule.replace("…", "DE")
    assert not refusal(make.changed("websoft", rules=rule))


@pytest.mark.parametrize(
    "change",
    [
        (', "unlisted-sharing"', ""),
        ("[provider]\n", '[provider]\nmail_server = "own"\n'),
    ],
)
def test_whoever_delivers_mail_need_not_be_named_where_the_policy_says_so(
    settings: Settings, refusal: Refusal, change: tuple[str, str]
) -> None:
    settings.MAIL_RELAY = "mail"
    policy = make.changed("websoft", change)
    assert not refusal(policy)
    settings.SMS = sms_from_url("https://sms.example/", token="", sender="")
    assert "[share.sms]" in refusal(policy)


def test_all_that_is_wanting_is_said_at_once_with_what_to_write(
    settings: Settings, refusal: Refusal
) -> None:
    settings.THIRD_PARTIES = plugged_in.THIRD_PARTIES
    said = refusal(make.changed("ispsystem", rules=plugged_in.RULES))
    assert re.findall(r"(?m)^([A-Z]\w+) (?:is|would|may)", said) == [
        each.title for each in plugged_in.OTHERS
    ]
    for wanted in (
        "without billing, which share.greedy does not",
        'Moved is in NL, and share.moved says otherwise; write country = "NL".',
        'share.far does not say how data is protected there; add safeguards = "…"',
        "Open would be reached without TLS; give it an address with https://.",
        'share.whole says when = "aggregated"',
        '[share.unnamed]\nname = "Unnamed"\nrole = "processor"',
        'country = "US"\nreceives = ["contact"]\nsafeguards = "…"\n',
    ):
        assert wanted in said
