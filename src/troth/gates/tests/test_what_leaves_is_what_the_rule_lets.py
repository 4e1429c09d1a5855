"""All bytes that go to a third party hold what its rule and the register say, and nothing else.

Whom they are about is full of canaries: each column with personal data has a value of its own.
"""

import ast
import json
import re
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from quopri import decodestring
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import pytest
from pytest_django import Settings

import troth
from troth.accounts.models import Account, Person
from troth.calls.models import Call
from troth.calls.work import work_due
from troth.core.ask_outside import ask_outside
from troth.core.setting_url import sms_from_url
from troth.erasure.tests import canary
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.models import Disclosure
from troth.gates.recipient import Recipient, may_receive, plug_ins, require_rules
from troth.gates.undertakings import SAFEGUARDS
from troth.gateways.installed import made
from troth.gateways.pay import pay
from troth.messaging.deliver import deliver_waiting
from troth.messaging.send import send
from troth.policy.declare import declarations
from troth.publishing.running import policy_on
from troth.tax.ask_engine import rates_for
from troth.tax.ask_needed import ask_needed
from troth.tax.engine import Asked, Line, Part, engine
from troth.tax.models import VatCheck
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.pretend.counterpart import NAME
from troth.testing.pretend.plug_in import SHARE as PRETEND
from troth.testing.recording import Recorder, recorder  # noqa: F401  (a fixture)
from troth.testing.vies import SHARE, VALID
from troth.wall.tests.every_row import with_every_row

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.NOW
TOKEN = "qcnry"
RULES = SHARE + "".join(
    f"""
[share.{name}]
name = "A company that is told something"
role = "processor"
function = "does its part"
country = "{country}"
receives = [{receives}]
{more}
"""
    for name, country, receives, more in (
        ("mail", "IE", '"contact", "content"', ""),
        ("sms", "IE", '"contact", "content"', ""),
        ("rates", "US", '"contact"', 'safeguards = "an agreement"'),
    )
)


class Rates:
    """A tax engine that asks somebody."""

    recipient = Recipient(
        name="rates",
        title="Rates",
        role="processor",
        function="says what tax is due where",
        country="US",
        receives=frozenset({"contact"}),
    )
    places = ("US",)

    def __init__(self, url: str) -> None:
        self.url = url

    def rates(self, asked: Asked) -> tuple[tuple[Part, ...], ...]:
        ask_outside("POST", self.url, longest=0, data=json.dumps(asdict(asked), default=str))
        return tuple(() for _line in asked.lines)


class Sent(NamedTuple):
    """Whom it is about, and the stand-ins that it goes to."""

    account: Account
    person: Person
    mailbox: Mailbox
    recorder: Recorder


def mails(sent: Sent) -> None:
    send(sent.person, subject="Hello", body="Hello", at=NOW)
    deliver_waiting(at=NOW)


def asks_vies(sent: Sent) -> None:
    sent.recorder.says = VALID
    work_due(at=NOW)


def asks_engine(sent: Sent) -> None:
    ours = engine()
    assert ours
    Call.objects.all().delete()
    of_day = {(sent.account.pk, NOW.date()): (sent.account, "USD", [Line("electronic", 10_00)])}
    rates_for(of_day, ours, at=NOW)
    work_due(at=NOW)


def asks_gateway(sent: Sent) -> None:
    sent.recorder.says = {"url": "https://pretend.example/", "reference": "cs_1"}
    pay(sent.account, NAME, by=sent.person, amount=10_00, currency="EUR", at=NOW)


# What each module sends that tells a recipient something, and whom.
TRAFFIC: dict[str, tuple[Callable[[Sent], None], list[str]]] = {
    "messaging/deliver.py": (mails, ["mail", "sms"]),
    "tax/ask_vies.py": (asks_vies, ["vies"]),
    "tax/ask_engine.py": (asks_engine, ["rates"]),
    "gateways/ask_gateway.py": (asks_gateway, [NAME]),
}


@pytest.fixture
def sent(settings: Settings, mailbox: Mailbox, recorder: Recorder) -> Sent:  # noqa: F811
    settings.MAIL_RELAY, settings.VIES_URL = "mail", recorder.url
    settings.SMS = sms_from_url(recorder.url, token="", sender="Troth")
    settings.TAX_ENGINE = {"BACKEND": f"{__name__}.Rates", "OPTIONS": {"url": recorder.url}}
    options = {"url": recorder.url, "secret": "what signs"}
    settings.GATEWAYS = {
        NAME: {"BACKEND": "troth.testing.pretend.plug_in.Pretend", "OPTIONS": options}
    }
    made.cache_clear()
    make.in_force(make.changed("ispsystem", rules=PRETEND + RULES))
    enter_undertaking("rates", SAFEGUARDS, NOW.date(), at=NOW)
    account = with_every_row()
    Account.objects.filter(pk=account.pk).update(tax_id="ATU13585627", country="AT")
    VatCheck.objects.all().delete()
    ask_needed({account.pk: ("ATU13585627", "AT")}, at=NOW)
    Disclosure.objects.all().delete()
    canary.fill(TOKEN)
    Account.objects.filter(pk=account.pk).update(country="US")
    account.refresh_from_db()
    return Sent(account, make.verified(make.owner(account)), mailbox, recorder)


@pytest.mark.parametrize("module", TRAFFIC)
def test_each_value_is_of_a_category_that_the_rule_lets(module: str, sent: Sent) -> None:
    traffic, names = TRAFFIC[module]
    places = filled()
    traffic(sent)
    read = readings(b"\n".join([*sent.recorder.sent, *map(bytes, sent.mailbox.arrived)]))
    leaves = {category for label, category in places.items() if label in read}
    assert leaves
    rows = Disclosure.objects.all()
    assert {row.recipient for row in rows} == set(names)
    assert leaves <= {category for row in rows for category in row.categories}
    for row in rows:
        assert row.rule == f"share.{row.recipient}"
        rule = policy_on(NOW).tables.share[row.recipient]
        assert set(row.categories) <= may_receive(rule)


# Held against their rule by the proofs of SS-04 and SS-22, with the stand-in that they take.
ELSEWHERE = {"gateways/ask_check.py", "gateways/follow_check.py"}


def test_every_module_that_tells_somebody_something_stands_here(sent: Sent) -> None:
    package = Path(troth.__file__).parent
    tells = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if not {"proofs", "tests", "testing"} & {*path.parts}
        if any(
            isinstance(node, ast.Call) and ast.unparse(node.func) == "share"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }
    assert tells == {*TRAFFIC, *ELSEWHERE}
    known = {name for _traffic, names in TRAFFIC.values() for name in names}
    assert {each.recipient.name for each in plug_ins()} <= known
    require_rules(policy_on(NOW).tables)


def filled() -> dict[str, str]:
    """The category of each canary, by the end of its value: some are sent in two parts."""
    found = {}
    for model, data in declarations().items():
        for column, category in getattr(data, "classified", {}).items():
            for value in model._default_manager.values_list(column, flat=True):
                for label in re.findall(rf"{TOKEN}\d{{4}}z", str(value)):
                    found[label[2:]] = category
    return found


def readings(raw: bytes) -> str:
    """What was sent, and what it reads as by whatever it may be encoded in."""
    found = [raw, unquote_to_bytes(raw), decodestring(raw)]
    for run in re.findall(rb"[A-Za-z0-9+/=\r\n]{8,}", raw):
        with suppress(ValueError):
            found.append(b64decode(run + b"==="))
    with suppress(ValueError):
        found.append(raw.decode().encode().decode("unicode_escape").encode())
    return b"\n".join(found).decode(errors="replace")
