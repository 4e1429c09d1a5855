"""What a new customer sees who pays an invoice through Stripe, and what staff see afterwards."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from troth.billing.models import Irregularity
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.look_up_open import look_up_one
from troth.gateways.models import GatewayEvent, PaymentAttempt, PaymentMethod
from troth.gateways.pay import pay
from troth.testing import make
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password
from troth.testing.pretend.counterpart import Told, tell
from troth.testing.stripe.counterpart import SHARE, Counterpart, installed


@pytest.fixture
def stripe(
    stand_in: Counterpart, live_server: LiveServer, settings: Settings
) -> Iterator[Counterpart]:
    stand_in.forget()
    settings.SITE_URL = live_server.url
    settings.GATEWAYS = installed(stand_in)
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    yield stand_in
    made.cache_clear()


def all_told(stripe: Counterpart) -> None:
    for each in stripe.events():
        headers = {"Stripe-Signature": each.signature}
        assert tell(Told(each.raw, headers, gateway="stripe")) == 204
    handle_open(at=timezone.now())
    work_due(at=timezone.now())
    handle_open(at=timezone.now())


def test_an_invoice_is_paid_and_the_way_kept(open_page: OpenPage, stripe: Counterpart) -> None:
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
    invoice = make.invoice(account, paid=False)
    page = open_page()
    sign_in(page, with_password(make.owner(account)))
    page.goto(f"/account/{account.pk}/invoices/{invoice.pk}/")
    page.get_by_role("link", name="Pay", exact=True).first.click()
    check_looks(page)
    page.get_by_role("radio", name="Stripe").check()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{stripe.url}/**")
    page.get_by_label("Card").fill("4000000000000341")
    page.get_by_role("button", name="Pay").click()
    page.get_by_text("declined").wait_for()
    page.go_back()
    page.get_by_label("Card").fill("4242424242424242")
    page.get_by_role("button", name="Pay").click()
    page.get_by_text("has been paid. Thank you").wait_for()
    check_looks(page)
    look_up_one(PaymentAttempt.objects.latest("pk").pk, at=timezone.now())  # as a worker does
    page.goto(f"/account/{account.pk}/ways-to-pay/")
    page.get_by_text("Visa 4242").wait_for()
    check_looks(page)
    page.get_by_role("link", name="Add a payment method").click()
    check_looks(page)
    all_told(stripe)
    assert owed(invoice) == 0 and not GatewayEvent.objects.waiting()
    assert PaymentMethod.objects.get().account == account


def test_what_is_disputed_is_seen_at_the_desk(open_page: OpenPage, stripe: Counterpart) -> None:
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
    invoice = make.invoice(account, paid=False)
    url = pay(account, "stripe", invoice=invoice, by=make.owner(account), at=timezone.now())
    assert stripe.pay(url)
    all_told(stripe)
    told = {"kind": "funds_withdrawn", "status": "needs_response"}
    stripe.do("dispute", payment=PaymentAttempt.objects.get().reference, **told)
    all_told(stripe)
    assert owed(invoice) == invoice.total and Irregularity.objects.get().resolved_at is None
    page = open_page()
    sign_in(page, with_password(make.staff("billing")))
    page.goto("/desk/")
    page.get_by_role("link", name="irregularity in the accounts").click()
    page.get_by_role("link", name="What we hold about it").click()
    page.get_by_role("heading", level=1).wait_for()
    check_looks(page)
