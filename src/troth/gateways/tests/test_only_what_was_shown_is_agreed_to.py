"""A form to pay that has gone stale agrees to nothing that its sender has not seen."""

import pytest
from django.test import Client

from troth.billing.models import Invoice
from troth.billing.receive import receive
from troth.gates.models import ConsentEvent
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.shown import shown
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
CONSENT = SHARE + 'when = "consent"\nagreed = true\n'
AGREED = {"way": "pretend", "agree": ["share.pretend", "share.pretend.agreed"]}


class Payer:
    def __init__(self) -> None:
        make.in_force(make.changed("softsys", rules=CONSENT))
        self.account = make.account(city="Kochi", postcode="682001")
        self.invoice: Invoice = make.invoice(self.account, paid=False)
        self.client: Client = signed_in(make.owner(self.account))
        self.page = f"/account/{self.account.pk}/invoices/{self.invoice.pk}/pay/"

    def sends(self, marks: list[str]) -> str:
        return self.client.post(self.page, AGREED | {"shown": marks}).content.decode()


def nothing_is_agreed_to(page: str) -> None:
    assert "read it again" in page
    assert "checked" not in page.split('name="agree"')[1].split(">")[0], "and is ticked anew"
    assert not ConsentEvent.objects.exists() and not PaymentAttempt.objects.exists()


def test_where_the_policy_says_something_else_by_now(pretend: Counterpart) -> None:
    payer = Payer()
    marks = shown(payer.client, payer.page)
    more = CONSENT.replace('"billing"]', '"billing", "service"]')
    make.in_force(make.changed("softsys", rules=more), at=make.NOW)
    nothing_is_agreed_to(payer.sends(marks))
    assert not payer.sends(shown(payer.client, payer.page)), "what is read anew is agreed to"
    assert ConsentEvent.objects.count() == 2


def test_where_the_invoice_owes_something_else(pretend: Counterpart) -> None:
    payer = Payer()
    marks = shown(payer.client, payer.page)
    paid = {payer.invoice: 500}
    receive(payer.account, 500, "EUR", at=make.NOW, method="cash", allocate=paid)
    nothing_is_agreed_to(payer.sends(marks))


def test_where_it_was_never_shown(pretend: Counterpart) -> None:
    nothing_is_agreed_to(Payer().sends([]))
