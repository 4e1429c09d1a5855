"""A customer agrees at PayPal: what they agreed to is taken, once, where it is still owed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Invoice, Payment
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.gates.models import Disclosure
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.look_up_open import look_up_one
from troth.gateways.models import GatewayEvent, PaymentAttempt, PaymentMethod
from troth.testing import make
from troth.testing.paypal.counterpart import SHARE, Counterpart
from troth.testing.pretend.counterpart import tell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stand_in(stand_in: Counterpart, settings: Settings) -> Iterator[Counterpart]:
    stand_in.do("forget")
    backend = "troth.gateways.paypal.gateway.PayPal"
    settings.GATEWAYS = {"paypal": {"BACKEND": backend, "OPTIONS": stand_in.options}}
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    yield stand_in
    made.cache_clear()


@pytest.fixture
def invoice(stand_in: Counterpart) -> Invoice:
    account = make.account(name="Some Body", city="Kochi", postcode="682001")
    return make.invoice(account, paid=False)


class Customer:
    """Who owes an invoice, in their browser."""

    def __init__(self, invoice: Invoice, stand_in: Counterpart) -> None:
        assert invoice.account
        self.account, self._is = invoice.account, stand_in
        self.client = signed_in(make.owner(invoice.account))
        self._pay = f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"
        self._add = f"/account/{invoice.account_id}/ways-to-pay/add/"

    def agrees(self, does: str = "ok", *, leaves: bool = False) -> None:
        """They go to PayPal, and do so on its page."""
        typed = {"way": "paypal"}
        answer = self.client.post(self._add if leaves else self._pay, typed)
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"].startswith(self._is.url)
        name = PaymentAttempt.objects.latest("pk").reference.partition(":")[2]
        self._is.do("act", name=name, does=does)

    def comes_back(self) -> str:
        """What they read once the job that the page has asked for is done."""
        attempt = PaymentAttempt.objects.latest("pk")
        path = f"/account/{self.account.pk}/paid/{attempt.key}/?token=x&PayerID=y"
        self.client.get(path)
        look_up_one(attempt.pk, at=timezone.now())
        return self.client.get(path).content.decode()


def taken(stand_in: Counterpart) -> int:
    """How often PayPal was asked to take something."""
    return sum(each["path"].endswith("/capture") for each in stand_in.asked)


def test_whoever_comes_back_has_paid(invoice: Invoice, stand_in: Counterpart) -> None:
    customer = Customer(invoice, stand_in)
    customer.agrees()
    assert "has been paid. Thank you" in customer.comes_back()
    assert "has been paid. Thank you" in customer.comes_back()
    assert (taken(stand_in), owed(invoice)) == (1, 0)
    for each in stand_in.events():
        assert tell(each) == 204
    handle_open(at=timezone.now())
    work_due(at=timezone.now())
    assert Payment.objects.count() == 1
    assert not GatewayEvent.objects.waiting()
    register = Disclosure.objects.get(recipient="paypal")
    assert {*register.categories} == {"identity", "contact"}


def test_whoever_does_not_come_back_has_paid_too(invoice: Invoice, stand_in: Counterpart) -> None:
    Customer(invoice, stand_in).agrees()
    (approved,) = stand_in.events()
    assert tell(approved) == 204
    handle_open(at=timezone.now())
    assert taken(stand_in) == 0
    work_due(at=timezone.now())  # PayPal is asked how it stands
    work_due(at=timezone.now())  # and has it taken
    assert (taken(stand_in), owed(invoice)) == (1, 0)


def test_what_was_paid_otherwise_meanwhile_is_not_taken(
    invoice: Invoice, stand_in: Counterpart
) -> None:
    customer = Customer(invoice, stand_in)
    customer.agrees()
    make.payment(invoice)
    customer.comes_back()
    assert taken(stand_in) == 0
    assert PaymentAttempt.objects.get().ended_at


def test_what_was_given_up_is_not_taken(invoice: Invoice, stand_in: Counterpart) -> None:
    Customer(invoice, stand_in).agrees()
    PaymentAttempt.objects.update(ended_at=timezone.now())
    for each in stand_in.events():
        assert tell(each) == 204
    handle_open(at=timezone.now())
    work_due(at=timezone.now())
    assert taken(stand_in) == 0 and not Payment.objects.exists()


def test_where_the_answer_is_lost_it_is_looked_up(invoice: Invoice, stand_in: Counterpart) -> None:
    customer = Customer(invoice, stand_in)
    customer.agrees()
    stand_in.do("misbehave", how="lost")
    customer.comes_back()
    work_due(at=timezone.now() + timedelta(hours=1))
    assert (taken(stand_in), owed(invoice)) == (1, 0)


def test_a_wallet_without_money_ends_it(invoice: Invoice, stand_in: Counterpart) -> None:
    customer = Customer(invoice, stand_in)
    customer.agrees("declined")
    assert "The payment was declined" in customer.comes_back()
    assert owed(invoice) == invoice.total
    customer.agrees()
    assert "has been paid. Thank you" in customer.comes_back()


def test_a_wallet_is_left_without_paying(invoice: Invoice, stand_in: Counterpart) -> None:
    customer = Customer(invoice, stand_in)
    customer.agrees(leaves=True)
    assert "It is saved" in customer.comes_back()
    assert PaymentMethod.objects.get().label.startswith("PayPal")
    assert not Payment.objects.exists()
