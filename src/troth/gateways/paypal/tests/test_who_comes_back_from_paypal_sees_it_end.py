"""Who agrees on PayPal's page to pay, and comes back, learns how it ended without a click."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from troth.billing.owed import owed
from troth.gateways.installed import made
from troth.testing import make
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password
from troth.testing.paypal.counterpart import SHARE, Counterpart
from troth.testing.plaid.with_stripe import look_up_asked


@pytest.fixture
def paypal(
    stand_in: Counterpart, live_server: LiveServer, settings: Settings
) -> Iterator[Counterpart]:
    settings.SITE_URL = live_server.url
    backend = "troth.gateways.paypal.gateway.PayPal"
    settings.GATEWAYS = {"paypal": {"BACKEND": backend, "OPTIONS": stand_in.options}}
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    yield stand_in
    made.cache_clear()


@pytest.mark.parametrize(
    ("does", "ends"), [("ok", "has been paid. Thank you"), ("declined", "The payment was declined")]
)
def test_the_page_looks_again_by_itself(
    open_page: OpenPage, paypal: Counterpart, does: str, ends: str
) -> None:
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
    invoice = make.invoice(account, paid=False)
    page = open_page()
    sign_in(page, with_password(make.owner(account)))
    page.goto(f"/account/{account.pk}/invoices/{invoice.pk}/pay/")
    page.get_by_role("radio", name="PayPal").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{paypal.url}/**")
    page.get_by_role("button", name=does).click()
    page.get_by_text("You have agreed to pay €11.90.").wait_for()
    check_looks(page)
    look_up_asked()  # as a worker does
    page.get_by_text(ends).wait_for()
    assert (owed(invoice) == 0) == (does == "ok")


def test_a_method_that_is_only_added_is_no_payment(
    open_page: OpenPage, paypal: Counterpart
) -> None:
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
    page = open_page()
    sign_in(page, with_password(make.owner(account)))
    page.goto(f"/account/{account.pk}/ways-to-pay/add/")
    page.get_by_role("radio", name="PayPal").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="ok").click()
    page.get_by_text("Your payment method is being saved").wait_for()
    look_up_asked()
    page.get_by_text("It is saved.").wait_for()
