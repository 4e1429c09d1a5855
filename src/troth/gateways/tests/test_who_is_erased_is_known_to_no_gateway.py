"""Whoever is erased here is in the memory of no third party either; what was paid stays there.

Meanwhile nobody has been told what our key is there: no page, no log, no dump.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.erasure.erase import erase
from troth.erasure.forget import tell_recipients
from troth.erasure.tests.canary import dump
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import PaymentMethod
from troth.testing import make
from troth.testing.paypal import counterpart as paypal
from troth.testing.paypal.server import SECRET as PAYPAL
from troth.testing.plaid.with_stripe import look_up_asked
from troth.testing.pretend.counterpart import SECRET, Counterpart, Told, tell
from troth.testing.pretend.plug_in import SHARE
from troth.testing.stripe import counterpart as stripe
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NAME, STREET = "Canary Payer", "Canary Road 7"


class Payer:
    """Who owes an invoice and has the way kept by which they pay it."""

    def __init__(self, gateway: str) -> None:
        told: dict[str, Any] = {
            "name": NAME,
            "city": "Kochi",
            "postcode": "682001",
            "street": STREET,
        }
        self.account: Account = make.account(**told)
        self.person = make.owner(self.account)
        self.invoice = make.invoice(self.account, paid=False)
        self.client, self.gateway = signed_in(self.person), gateway
        self.read: list[str] = []

    def goes_on(self) -> str:
        """Where our page leads them."""
        page = f"/account/{self.account.pk}/invoices/{self.invoice.pk}/pay/"
        self.opens(page)
        answer = self.client.post(page, {"way": self.gateway, "keep": "on"})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def comes_back(self) -> None:
        attempt = self.account.payment_attempts.get()
        for _twice in range(2):
            self.opens(f"/account/{self.account.pk}/paid/{attempt.key}/")
            look_up_asked()

    def opens(self, page: str) -> None:
        self.read.append(self.client.get(page).content.decode())

    def is_erased(self) -> None:
        assert owed(self.invoice) == 0 and PaymentMethod.objects.get().account == self.account
        now = timezone.now()
        erase(self.person, at=now)
        tell_recipients(at=now)
        assert not PaymentMethod.objects.exists()
        assert Payment.objects.exists(), "what was paid stays in the books"

    def has_not_read(self, *secrets: str, log: str) -> None:
        """Neither they nor staff, a log or whoever gets a dump."""
        self.opens(f"/account/{self.account.pk}/ways-to-pay/")
        desk = signed_in(make.staff("owner"))
        pages = ("/desk/", "/desk/gateways/events/", "/desk/calls/", "/desk/recipients/")
        self.read += [desk.get(page).content.decode() for page in pages]
        everywhere = "\n".join([*self.read, log, dump()])
        assert not [each for each in secrets if each in everywhere]

    def is_in(self, memory: object) -> bool:
        said = json.dumps(memory)
        return any(each in said for each in (NAME, STREET, self.person.email))


def all_heard(*events: Told) -> None:
    for each in events:
        assert tell(each) == 204
    handle_open(at=timezone.now())
    work_due(at=timezone.now())
    handle_open(at=timezone.now())


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, at the finest."""
    caplog.set_level(logging.DEBUG)
    return caplog


def test_of_the_made_up_one(pretend: Counterpart, log: pytest.LogCaptureFixture) -> None:
    make.in_force(make.changed("softsys", rules=SHARE))
    payer = Payer("pretend")
    pretend.do("pay", session=payer.goes_on().rpartition("/")[2])
    payer.comes_back()
    assert payer.is_in(pretend.asked("memory"))
    payer.has_not_read(SECRET, log=log.text)
    payer.is_erased()
    memory = pretend.asked("memory")
    assert not payer.is_in(memory["sessions"] | memory["standings"]) and not memory["ways"]
    assert [each["outcome"] for each in memory["standings"].values()] == ["paid"]


@pytest.fixture
def at_stripe(settings: Settings) -> Iterator[stripe.Counterpart]:
    with stripe.running() as party:
        settings.GATEWAYS = stripe.installed(party)
        made.cache_clear()
        yield party
        made.cache_clear()


def test_of_stripe(at_stripe: stripe.Counterpart, log: pytest.LogCaptureFixture) -> None:
    make.in_force(make.changed("softsys", rules=stripe.SHARE))
    payer = Payer("stripe")
    at_stripe.pay(payer.goes_on())
    told = [(each.raw, {"Stripe-Signature": each.signature}) for each in at_stripe.events()]
    all_heard(*(Told(raw, headers, gateway="stripe") for raw, headers in told))
    assert payer.is_in(at_stripe.do("local", method="GET", what="customers"))
    payer.has_not_read(stripe.KEY, stripe.SECRET, log=log.text)
    payer.is_erased()
    assert at_stripe.do("local", method="GET", what="customers")["data"] == []
    paid = at_stripe.do("local", method="GET", what="payment_intents")["data"]
    assert [each["status"] for each in paid] == ["succeeded"]


@pytest.fixture
def at_paypal(settings: Settings) -> Iterator[paypal.Counterpart]:
    with paypal.running() as party:
        backend = "troth.gateways.paypal.gateway.PayPal"
        settings.GATEWAYS = {"paypal": {"BACKEND": backend, "OPTIONS": party.options}}
        made.cache_clear()
        yield party
        made.cache_clear()


def test_of_paypal(at_paypal: paypal.Counterpart, log: pytest.LogCaptureFixture) -> None:
    make.in_force(make.changed("softsys", rules=paypal.SHARE))
    payer = Payer("paypal")
    payer.goes_on()
    name = payer.account.payment_attempts.get().reference.partition(":")[2]
    at_paypal.do("act", name=name, does="ok")
    payer.comes_back()
    all_heard(*at_paypal.events())
    assert at_paypal.memory["tokens"]
    payer.has_not_read(PAYPAL, log=log.text)
    payer.is_erased()
    memory = at_paypal.memory
    assert memory["tokens"] == []
    assert [each["status"] for each in memory["captures"]] == ["COMPLETED"]
