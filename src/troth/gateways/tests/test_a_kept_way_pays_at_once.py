"""A customer pays an invoice by a way that is kept with one click, and never twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.billing.models import Invoice, Payment
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.core import ask_outside
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Customer:
    """Who owes an invoice and has left a card, in their browser."""

    def __init__(self, pretend: Counterpart, does: str = "ok", **way: Any) -> None:
        account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
        self.invoice: Invoice = make.invoice(account, paid=False)
        self.client: Client = signed_in(make.owner(account))
        told = {"label": "Visa 4242", "customer": "cus_1", "default_since": make.NOW} | way
        self.way = PaymentMethod.objects.create(
            account=account,
            gateway="pretend",
            kind="card",
            reference=pretend.do("way", does=does)["reference"],
            added_at=make.NOW,
            **told,
        )
        self.page = f"/account/{account.pk}/invoices/{self.invoice.pk}/"

    def pays(self, way: int = 0) -> str:
        """What they read in the end."""
        told = {"way": way or self.way.pk}
        return self.client.post(f"{self.page}pay/kept/", told, follow=True).content.decode()

    def reads(self, page: str = "") -> str:
        return self.client.get(f"{self.page}{page}").content.decode()


@pytest.fixture(autouse=True)
def policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_outside, "PATIENCE", 2.0)
    make.in_force(make.changed("softsys", rules=SHARE))


def test_one_click_pays_and_another_says_that_it_is_paid(pretend: Counterpart) -> None:
    customer = Customer(pretend)
    for page in ("", "pay/"):
        assert "now with Visa 4242" in customer.reads(page)
    assert "has been paid. Thank you" in customer.pays()
    assert "nothing left to pay" in customer.pays() or "just been paid" in customer.pays()
    (payment,) = Payment.objects.all()
    assert (payment.amount, owed(customer.invoice)) == (customer.invoice.total, 0)


def test_what_is_declined_is_said_with_what_it_means(pretend: Counterpart) -> None:
    customer = Customer(pretend, "otherwise")
    page = customer.pays()
    assert "Visa 4242 was declined. Nothing was paid" in page
    assert f"of invoice {customer.invoice.number}" in page and "still to be paid" in page
    assert owed(customer.invoice) == customer.invoice.total


def test_a_bank_that_wants_it_confirmed_is_where_they_go_on(pretend: Counterpart) -> None:
    customer = Customer(pretend, "asks")
    answer = customer.client.post(f"{customer.page}pay/kept/", {"way": customer.way.pk})
    assert "/confirm/" in answer["Location"]
    assert "Your bank asks you to confirm" in customer.reads("pay/")
    attempt = PaymentAttempt.objects.get()
    (told,) = Message.objects.filter(subject__contains="Please confirm")
    assert f"/paid/{attempt.key}/" in told.body
    again = customer.client.post(f"{customer.page}pay/kept/", {"way": customer.way.pk})
    assert again["Location"] == answer["Location"] and PaymentAttempt.objects.count() == 1


@pytest.mark.parametrize("how", ["down", "before", "after", "half"])
def test_what_the_gateway_does_not_answer_is_taken_later_and_once(
    pretend: Counterpart, how: str
) -> None:
    customer = Customer(pretend)
    pretend.misbehave(how)
    customer.pays()
    customer.pays()
    work_due(at=timezone.now() + timedelta(hours=1))
    assert (owed(customer.invoice), Payment.objects.count()) == (0, 1)


def test_while_it_is_being_taken_the_page_offers_no_second_payment(pretend: Counterpart) -> None:
    customer = Customer(pretend)
    pretend.misbehave("down")
    assert "The payment is being made" in customer.pays()
    for page in ("", "pay/"):
        assert "is being charged to Visa 4242" in customer.reads(page)
        assert "now with Visa" not in customer.reads(page)
    all_due = customer.client.get(f"/account/{customer.way.account_id}/pay/")
    assert all_due.context["amount"] == 0 and all_due.context["coming"] == customer.invoice.total


@pytest.mark.parametrize(
    "way",
    [
        {"removed_at": make.NOW},
        {"ends_on": make.NOW.date() - timedelta(days=1)},
        {"gateway": "another"},
        {"gateway": "sepa", "kind": "debit"},
    ],
)
def test_what_cannot_be_used_is_not_offered_and_not_used(
    pretend: Counterpart, way: dict[str, Any]
) -> None:
    customer = Customer(pretend)
    PaymentMethod.objects.update(**way)
    assert "now with Visa" not in customer.reads()
    assert "can no longer be used" in customer.pays()
    assert not PaymentAttempt.objects.exists()


def test_anothers_card_is_not_used(pretend: Counterpart) -> None:
    customer, another = Customer(pretend), Customer(pretend)
    assert "can no longer be used" in customer.pays(another.way.pk)
    assert not PaymentAttempt.objects.exists()
