"""Under each shipped policy a customer hears of their order, by a rule that nobody declines."""

import pytest
from pytest_django import Settings

from troth.messaging.models import Message
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.policy.shipped import shipped
from troth.testing import make

pytestmark = pytest.mark.django_db

# The rule of each policy by which that goes.
RULES = {
    "softsys": "message.account",
    "websoftmaster": "message.transactions",
    "soffront": "message.service",
    "websoft": "message.bulletins",
    "ispsystem": "message.system",
}


@pytest.mark.parametrize("policy", shipped())
def test_an_order_is_accepted_by_a_message(policy: str, settings: Settings) -> None:
    settings.TAX_REGISTERED = ("DE",)
    product = shop(policy)
    account = customer(country="DE", postcode="10115", city="Berlin", region="")
    client = client_of(account)
    put_in(client, product)
    order(client)
    told = Message.objects.get(account=account, subject__endswith="is accepted", channel="email")
    assert told.rule == RULES[policy]
    rule = make.policy(policy).tables.message[told.rule.removeprefix("message.")]
    assert any("payments" in about for about in rule.about), "the policy says so"
