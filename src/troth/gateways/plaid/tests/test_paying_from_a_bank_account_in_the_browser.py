"""The way of a customer who pays from a bank account, and of staff who look at it, in a browser."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from troth.billing.owed import owed
from troth.gateways.plaid.tests.customer import Customer
from troth.testing import make
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password
from troth.testing.plaid.with_stripe import Bank, look_up_asked
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_bank(page: Page, customer: Customer) -> None:
    """From our page to pay over to that of Plaid's, and back."""
    page.goto(customer.page)
    check_looks(page)
    page.get_by_label("Plaid (bank account)").check()
    for box in page.get_by_role("checkbox").all():
        if "Keep it there" not in (box.locator("xpath=..").text_content() or ""):
            assert not box.is_checked()
            box.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Your bank").wait_for()
    page.get_by_role("button", name="ok").click()
    page.get_by_role("heading", name="Your payment").wait_for()


def test_from_the_invoice_to_the_bank_and_back(
    customer: Customer,
    bank: Bank,
    open_page: OpenPage,
    live_server: LiveServer,
    settings: Settings,
) -> None:
    settings.SITE_URL = live_server.url
    bank.plaid.do("holder", name="Somebody Else")
    page = open_page("/")
    sign_in(page, with_password(make.owner(customer.account)))
    at_the_bank(page, customer)
    page.get_by_text("Please look again in a minute").wait_for()
    look_up_asked()
    page.reload()
    page.get_by_text("We are checking it").wait_for()
    check_looks(page)

    desk = signed_in(make.staff("billing"))
    decide = f"/desk/gateways/checks/{customer.attempt.pk}/"
    desk.post(decide, {"said": "accept", "why": "A statement shows it."})
    bank.hands_over()

    page.reload()
    page.get_by_text("is being charged to it").wait_for()
    page.goto(customer.ways)
    page.get_by_text("A BANK 6789").first.wait_for()
    check_looks(page)
    bank.settles()
    assert owed(customer.invoice) == 0
