"""A customer shows a bank account at Plaid, and what they owe is taken from it by Stripe."""

import pytest
from django.test import Client

from troth.billing.models import Invoice
from troth.billing.owed import owed
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.testing import make
from troth.testing.plaid.with_stripe import RULE, Bank
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
BOXES = {
    **{"way": "plaid", "share_plaid": "on", "share_plaid_agreed": "on"},
    "share_plaid_debit": "on",
}


@pytest.fixture
def invoice(bank: Bank) -> Invoice:
    make.in_force(make.changed("softsys", rules=RULE))
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001", street="Bill Road 1")
    return make.invoice(account, paid=False)


class Customer:
    """Who owes an invoice, in their browser."""

    def __init__(self, invoice: Invoice) -> None:
        assert invoice.account
        self.account = invoice.account
        self.client: Client = signed_in(make.owner(invoice.account))
        self.page = f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"
        self.ways = f"/account/{invoice.account_id}/ways-to-pay/"

    def goes_on(self, **typed: str) -> str:
        answer = self.client.post(self.page, BOXES | typed)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def comes_back(self) -> str:
        key = PaymentAttempt.objects.filter(gateway="plaid").latest("pk").key
        return self.client.get(f"/account/{self.account.pk}/paid/{key}/").content.decode()


def test_what_is_owed_is_taken_from_it(invoice: Invoice, bank: Bank) -> None:
    customer = Customer(invoice)
    bank.signs_in(customer.goes_on())
    assert "The bank account is confirmed as yours" in customer.comes_back()
    bank.hands_over()
    assert "is being taken from it" in customer.comes_back()
    way = PaymentMethod.objects.get()
    assert (way.gateway, way.kind, way.label) == ("stripe", "bank", "A BANK 6789")
    charge = PaymentAttempt.objects.get(gateway="stripe")
    assert (charge.method, charge.invoice, charge.amount) == (way, invoice, invoice.total)
    assert charge.underway_since and owed(invoice) == invoice.total
    assert "on its way" in customer.client.post(customer.page, BOXES, follow=True).content.decode()
