"""`troth serve` and `troth worker` start once the policy names whom they would tell something."""

import re
import signal
import subprocess
from pathlib import Path

import pytest

from troth.cli.tests import plugged_in
from troth.policy.shipped import shipped
from troth.testing.home import TROTH, environment, migrated, troth
from troth.testing.port import free_port

RELAY = {"MAIL_URL": "smtp://mail.example:587?tls=starttls"}


def provider(home: Path, policy: str, *changes: tuple[str, str], rules: str = "") -> Path:
    """A home in which a shipped policy is in force, with words replaced and more rules."""
    text = shipped()[policy].read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (migrated(home) / "policy.md").write_text(f"{text}\n```toml\n{rules}\n```\n" if rules else text)
    published = troth(home, "publish", str(home / "policy.md"))
    assert published.returncode == 0, published.stderr
    return home


def refusal(home: Path, **settings: str) -> str:
    """What `troth serve` says in place of starting; blank where it starts."""
    with subprocess.Popen(
        [*TROTH, "serve", "--port", str(free_port())],
        env=environment(home, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout and server.stderr
        started = any("Serving at" in line for line in server.stdout)
        if started:
            server.send_signal(signal.SIGINT)
            return ""
        assert server.wait() == 1
        return server.stderr.read()


def test_whoever_delivers_mail_is_named_or_the_provider_itself(tmp_path: Path) -> None:
    home = provider(tmp_path / "unnamed", "websoft")
    said = refusal(home, **RELAY)
    rule = said[said.rindex("[share.mail]") :]
    worker = troth(home, "worker", **RELAY)
    assert (worker.returncode, worker.stderr) == (1, said)
    assert "[share.mailer]" in refusal(home, MAIL_RELAY="mailer", **RELAY)
    assert "[share.sms]" in refusal(home, TROTH_SMS_URL="https://sms.example/")
    named = provider(tmp_path / "named", "websoft", rules=rule)
    assert not refusal(named, **RELAY)


@pytest.mark.parametrize(
    "change",
    [
        (', "unlisted-sharing"', ""),
        ("[provider]\n", '[provider]\nmail_server = "own"\n'),
    ],
)
def test_it_need_not_be_where_the_policy_says_so(tmp_path: Path, change: tuple[str, str]) -> None:
    home = provider(tmp_path / "home", "websoft", change)
    assert not refusal(home, **RELAY)
    assert "[share.sms]" in refusal(home, TROTH_SMS_URL="https://sms.example/")


def test_all_that_is_wanting_is_said_at_once_with_what_to_write(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": plugged_in.__name__}
    rules = plugged_in.RULES
    said = refusal(provider(tmp_path / "wanting", "ispsystem", rules=rules), **settings)
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
