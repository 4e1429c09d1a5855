"""A provider who takes payments through a gateway that its policy names."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.gateways.installed import made
from troth.gateways.tests.telling import install
from troth.policy.parse import parse
from troth.proofs.world import Customer, World
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.pretend.plug_in import SHARE


@pytest.fixture
def takes_payments(world: World, settings: Settings) -> Iterator[None]:
    """Its plug-in is switched on, and the policy that is played has a rule about it as well."""
    install(settings)
    source = f"{world.policy.source}\n```toml\n{SHARE}```\n"
    named = publish(parse(source.encode(), world.policy.file), at=world.now)
    # It is the policy from the start, not a change that waits for its notice.
    PublishedPolicy.objects.filter(pk=named.pk).update(in_force_from=day_at(world.now))
    yield
    made.cache_clear()


def payment_page(customer: Customer) -> str:
    """Where a customer pays an invoice that they have been sent."""
    invoice = make.invoice(Account.objects.get(pk=customer.account), paid=False)
    return f"/account/{customer.account}/invoices/{invoice.pk}/pay/"
