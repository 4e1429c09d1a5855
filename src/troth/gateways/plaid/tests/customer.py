"""Who owes an invoice in dollars, in their browser."""

from typing import Any

from django.test import Client

from troth.billing.models import Invoice
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.plaid.with_stripe import look_up_asked
from troth.testing.shown import shown
from troth.testing.visit import signed_in

BOXES = {
    "way": "plaid",
    "agree": ["share.plaid", "share.plaid.agreed"],
    "share_plaid_debit": "on",
}


class Customer:
    """See above. page: where they pay it; ways: where their payment methods are."""

    def __init__(self) -> None:
        told: dict[str, Any] = {"name": "Ada Payer", "city": "Kochi", "postcode": "682001"}
        self.account = make.account(**told, street="Bill Road 1")
        self.invoice: Invoice = make.invoice(self.account, paid=False, currency="USD")
        self.client: Client = signed_in(make.owner(self.account))
        self.page = f"/account/{self.account.pk}/invoices/{self.invoice.pk}/pay/"
        self.ways = f"/account/{self.account.pk}/ways-to-pay/"

    def goes_on(self, page: str = "") -> str:
        """Where they go on to show a bank account, from the page to pay or another one."""
        answer = self.chooses(page or self.page)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def chooses(self, page: str) -> Any:
        """What is answered to Plaid with all boxes that the page has."""
        said = self.client.get(page).content.decode()
        there = {name: each for name, each in BOXES.items() if f'name="{name}"' in said}
        return self.client.post(page, {**there, "shown": shown(self.client, page)})

    def comes_back(self) -> str:
        """What they read once what the page has asked for is done."""
        self._reads_paid()
        look_up_asked()
        return self._reads_paid()

    def _reads_paid(self) -> str:
        return self.reads(f"/account/{self.account.pk}/paid/{self.attempt.key}/")

    def reads(self, page: str) -> str:
        return " ".join(self.client.get(page).content.decode().split())

    @property
    def attempt(self) -> PaymentAttempt:
        """The latest check of an account of theirs."""
        mine = PaymentAttempt.objects.filter(gateway="plaid", account=self.account)
        return mine.latest("pk")
