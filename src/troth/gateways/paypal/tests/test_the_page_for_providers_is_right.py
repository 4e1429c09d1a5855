"""What docs/gateways/paypal.md has providers do fits what is done."""

import re
from pathlib import Path
from textwrap import dedent

import troth
from troth.gates.recipient import rule_for, uncovered
from troth.gateways.paypal.events import TYPES
from troth.gateways.paypal.gateway import PayPal
from troth.testing import make

DOCS = Path(troth.__file__).parents[2] / "docs" / "gateways" / "paypal.md"
TEXT = DOCS.read_text()
HERE = PayPal(client_id="c", secret="s", webhook="w", merchant="m", country="LU")


def block(beginning: str) -> str:
    """The one that begins so, as it is meant to be copied."""
    found = re.search(rf"((?: {{4,}}.*\n)*? +{re.escape(beginning)}.*\n(?: {{4,}}.*\n)*)", TEXT)
    assert found
    return dedent(found[1])


def test_the_webhook_is_told_of_what_is_read() -> None:
    assert set(block("CHECKOUT.ORDER.APPROVED").split()) == TYPES


def test_the_rule_to_write_covers_the_recipient() -> None:
    tables = make.changed("softsys", rules=block("[share.paypal]")).tables
    assert not list(uncovered(HERE.recipient, tables))


def test_without_it_paypal_cannot_be_switched_on() -> None:
    tables = make.policy("softsys").tables
    (told,) = uncovered(HERE.recipient, tables)
    assert rule_for(HERE.recipient, tables) in told
