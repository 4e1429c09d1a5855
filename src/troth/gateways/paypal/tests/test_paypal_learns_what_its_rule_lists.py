"""Under the policy that names PayPal, and under the same with one category more."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from troth.core.errors import TrothError
from troth.gates.models import Disclosure
from troth.gates.recipient import require_rules
from troth.gateways.installed import made
from troth.gateways.pay import pay
from troth.policy.parse import Policy, parse
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.paypal.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
RULE = 'receives = ["identity", "contact", "billing"]'


@pytest.fixture
def stand_in(stand_in: Counterpart, settings: Settings) -> Iterator[Counterpart]:
    stand_in.do("forget")
    backend = "troth.gateways.paypal.gateway.PayPal"
    settings.GATEWAYS = {"paypal": {"BACKEND": backend, "OPTIONS": stand_in.options}}
    made.cache_clear()
    yield stand_in
    made.cache_clear()


def policy(receives: str = RULE) -> Policy:
    source = shipped()["websoftmaster"].read_text(encoding="utf-8")
    before, rule, after = source.partition("[share.paypal]")
    assert RULE in after
    return parse(f"{before}{rule}{after.replace(RULE, receives, 1)}".encode(), "websoftmaster")


def told(stand_in: Counterpart, under: Policy) -> tuple[dict[str, Any], list[str]]:
    """What PayPal is sent for an invoice, and what the register says of it."""
    make.in_force(under)
    account = make.account(name="Some Body", company="A Company")
    invoice = make.invoice(account, paid=False)
    pay(account, "paypal", by=make.owner(account), at=make.NOW, invoice=invoice)
    return stand_in.asked[-1]["body"], sorted(Disclosure.objects.get().categories)


def test_it_learns_no_field_more(stand_in: Counterpart) -> None:
    body, register = told(stand_in, policy())
    (unit,) = body["purchase_units"]
    assert unit.keys() == {"amount", "payee", "custom_id", "invoice_id"}
    wallet = body["payment_source"]["paypal"]
    assert wallet.keys() <= {"experience_context", "email_address", "name", "address"}
    assert wallet["name"] and wallet["email_address"]
    assert "A Company" not in str(body)
    assert set(register) <= {"identity", "contact", "billing"}


def test_with_what_was_ordered_in_its_rule_it_learns_that(stand_in: Counterpart) -> None:
    body, register = told(stand_in, policy(RULE.replace("]", ', "service"]')))
    (unit,) = body["purchase_units"]
    assert unit["description"]
    assert "service" in register


def test_where_it_is_let_have_too_little_it_does_not_start(stand_in: Counterpart) -> None:
    require_rules(policy().tables)
    with pytest.raises(TrothError, match="PayPal is of no use without billing"):
        require_rules(policy('receives = ["contact"]').tables)
