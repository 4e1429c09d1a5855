"""In a currency without a bank account of ours, and without a gateway, nobody is left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.dunning.dun import dun
from troth.billing.models import BankAccount, DunningStep, Invoice
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

EURO = "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def account() -> Account:
    """It is invoiced in dollars; ours is in euros."""
    make.in_force("softsys")
    BankAccount.objects.create(holder="The Provider", iban=EURO.replace(" ", ""), currency="EUR")
    return make.account(currency="USD")


@pytest.fixture
def invoice(account: Account) -> Invoice:
    at = timezone.now() - timedelta(days=60)
    return make.invoice(account, at=at, paid=False, currency="USD")


def main_of(account: Account, path: str) -> str:
    page = signed_in(make.owner(account)).get(f"/account/{account.pk}/{path}")
    return " ".join(page.content.decode().partition("<main")[2].partition("</main")[0].split())


@pytest.mark.parametrize("path", ["invoices/{}/", "invoices/{}/pay/", "pay/"])
@pytest.mark.parametrize(("policy", "to"), [("softsys", "mailto:"), ("websoft", "/contact/")])
def test_each_page_leads_to_us(
    account: Account, invoice: Invoice, path: str, policy: str, to: str
) -> None:
    make.in_force(policy)
    page = main_of(account, path.format(invoice.pk))
    assert f'Please <a href="{to}' in page and "we will tell you how to pay" in page


def test_no_account_in_another_currency_is_named(account: Account, invoice: Invoice) -> None:
    assert EURO not in main_of(account, "statement/")
    Account.objects.update(currency="EUR")
    assert EURO in main_of(account, "statement/")


def test_a_mail_says_where_it_stands_and_what_else_to_do(invoice: Invoice) -> None:
    DunningStep.objects.create(days=7, action="remind")
    now = timezone.now()
    dun(on=now.date(), at=now)
    body = Message.objects.get().body
    assert "The page of the invoice says how you can pay." in body
    assert "reply to this message" in body and "IBAN" not in body


def test_staff_read_that_a_currency_has_none(invoice: Invoice) -> None:
    desk = signed_in(make.staff("billing"))
    page = desk.get("/desk/bank/accounts/").content.decode()
    assert "Customers are invoiced in USD, and no bank account is open" in page
    BankAccount.objects.create(holder="A", iban="DE02120300000000202051", currency="USD")
    assert "no bank account is open" not in desk.get("/desk/bank/accounts/").content.decode()
