"""Whoever has ordered is led to what is to be paid and what they got, wherever they come from."""

import pytest
from django.test import Client

from troth.accounts.models import Account
from troth.billing.models import BankAccount, Invoice
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, order, put_in, shop
from troth.services.models import Service
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return customer()


@pytest.fixture
def browser(account: Account) -> Client:
    """With something in their order."""
    product = shop()
    browser = client_of(account)
    put_in(browser, product)
    return browser


def main_of(answer: object) -> str:
    return str(answer.content.decode()).partition("<main")[2]  # type: ignore[attr-defined]


def test_the_invoice_and_the_service_are_a_link_away(browser: Client, account: Account) -> None:
    BankAccount.objects.create(holder="The Provider", iban="DE89370400440532013000", currency="EUR")
    page = main_of(order(browser))
    assert "is still to be paid" in page and "See how to pay" in page
    assert f'href="/account/{account.pk}/invoices/{Invoice.objects.get().pk}/"' in page
    assert f'href="/account/{account.pk}/services/{Service.objects.get().pk}/"' in page


def test_what_is_paid_at_a_gateway_is_paid_from_there(
    browser: Client, account: Account, pretend: Counterpart
) -> None:
    make.in_force(make.changed("softsys", rules=SHARE))
    page = main_of(order(browser))
    assert f'href="/account/{account.pk}/invoices/{Invoice.objects.get().pk}/pay/"' in page


def test_going_back_to_the_order_page_leads_to_the_order(browser: Client, account: Account) -> None:
    order(browser)
    page = main_of(browser.get(ORDER))
    assert page.count("Your order is empty.") == 1
    assert f'href="/account/{account.pk}/orders/"' in page


def test_who_was_signed_out_meanwhile_is_told_that_nothing_was_ordered(browser: Client) -> None:
    form = form_of(browser)
    browser.logout()
    answer = browser.post(ORDER, form, follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=/shop/", 302)]
    assert "Nothing was ordered" in main_of(answer) and not Order.objects.exists()
