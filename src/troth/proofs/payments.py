"""A provider who takes payments through a gateway that its policy names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
from troth.testing.plaid.with_stripe import look_up_asked
from troth.testing.pretend.counterpart import Counterpart, running
from troth.testing.pretend.plug_in import SHARE
from troth.testing.wire import Wire, over_tls


@pytest.fixture
def takes_payments(world: World, settings: Settings) -> Iterator[None]:
    """Its plug-in is switched on, and the policy that is played has a rule about it as well."""
    install(settings)
    _is_named(world)
    yield
    made.cache_clear()


@dataclass(frozen=True)
class Till:
    """The third party of that plug-in, and what goes over the wire to it."""

    third_party: Counterpart
    wire: Wire

    def is_paid_by(self, customer: Customer) -> bool:
        """Whether a customer who pays there comes back to a page that says so."""
        answer = customer.client.post(payment_page(customer), {"way": "pretend"})
        self.third_party.do("pay", session=answer["Location"].rpartition("/")[2])
        attempt = Account.objects.get(pk=customer.account).payment_attempts.get()
        back = f"/account/{customer.account}/paid/{attempt.key}/"
        customer.open(back)
        look_up_asked()
        return "paid" in customer.open(back).text


@pytest.fixture
def till(
    world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Till]:
    """The same with its third party, which is reached by TLS."""
    with running() as third_party, over_tls(third_party.port, tmp_path) as wire:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(wire.trusted))
        install(settings, wire.url)
        _is_named(world)
        yield Till(third_party, wire)
        made.cache_clear()


def _is_named(world: World) -> None:
    source = f"{world.policy.source}\n```toml\n{SHARE}```\n"
    named = publish(parse(source.encode(), world.policy.file), at=world.now)
    # It is the policy from the start, not a change that waits for its notice.
    PublishedPolicy.objects.filter(pk=named.pk).update(in_force_from=day_at(world.now))


def payment_page(customer: Customer) -> str:
    """Where a customer pays an invoice that they have been sent."""
    invoice = make.invoice(Account.objects.get(pk=customer.account), paid=False)
    return f"/account/{customer.account}/invoices/{invoice.pk}/pay/"
