"""Plaid and Stripe as they answer here, under a policy that has both."""

import pytest

from troth.gateways.plaid.tests.customer import Customer
from troth.testing import make
from troth.testing.plaid.with_stripe import RULE, Bank, bank, both  # noqa: F401  (fixtures)


@pytest.fixture
def customer(bank: Bank) -> Customer:  # noqa: F811
    make.in_force(make.changed("softsys", rules=RULE))
    return Customer()
