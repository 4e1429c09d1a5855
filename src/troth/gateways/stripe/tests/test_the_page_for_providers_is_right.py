"""What docs/gateways/stripe.md has providers do fits what is done."""

from itertools import takewhile
from pathlib import Path
from textwrap import dedent

import troth
from troth.gates.recipient import rule_for, uncovered
from troth.gateways.stripe.client import VERSION
from troth.gateways.stripe.events import TYPES
from troth.gateways.stripe.gateway import Stripe
from troth.testing import make

DOCS = Path(troth.__file__).parents[2] / "docs" / "gateways" / "stripe.md"
TEXT = DOCS.read_text()
IRISH = Stripe(secret_key="k", webhook_secrets=["w"], site="", country="IE")


def block(beginning: str) -> str:
    """The one that begins so, as it is meant to be copied."""
    lines = iter(TEXT.splitlines())
    first = next(line for line in lines if line.strip() == beginning)
    rest = takewhile(lambda line: line.startswith("    "), lines)
    return dedent("\n".join([first, *rest])) + "\n"


def test_the_webhook_is_told_of_what_is_read() -> None:
    assert set(block("checkout.session.completed").split()) == TYPES


def test_the_webhook_speaks_the_version_that_is_asked_with() -> None:
    assert f"**API version**: `{VERSION}`" in TEXT


def test_the_rule_to_write_covers_the_recipient() -> None:
    tables = make.changed("softsys", rules=block("[share.stripe]")).tables
    assert not list(uncovered(IRISH.recipient, tables))


def test_without_it_stripe_cannot_be_switched_on() -> None:
    tables = make.policy("softsys").tables
    (told,) = uncovered(IRISH.recipient, tables)
    assert rule_for(IRISH.recipient, tables) in told


def test_where_the_gate_would_send_it_in_clear_it_cannot_either() -> None:
    elsewhere = Stripe(secret_key="k", webhook_secrets=["w"], site="", url="http://stripe.example")
    tables = make.changed("softsys", rules=block("[share.stripe]")).tables
    assert any("without TLS" in each for each in uncovered(elsewhere.recipient, tables))
