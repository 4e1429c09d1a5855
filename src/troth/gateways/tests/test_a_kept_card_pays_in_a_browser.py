"""A customer who has left a card meets each way in which paying can go, in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from troth.accounts.models import Account
from troth.billing.models import BankAccount, DunningStep, Invoice
from troth.billing.owed import owed
from troth.gateways.look_up_open import look_up_one
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, check_fits, check_looks, with_password
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(pretend: Counterpart, live_server: LiveServer, settings: Settings) -> Account:
    settings.SITE_URL = live_server.url
    make.in_force(make.changed("softsys", rules=SHARE))
    BankAccount.objects.create(holder="The Provider", iban="DE89370400440532013000", currency="EUR")
    DunningStep.objects.create(days=0, action="retry")
    account = make.account(name="Ada Payer", city="Kochi", postcode="682001")
    with_password(make.owner(account))
    return account


def keep(account: Account, pretend: Counterpart, label: str, does: str) -> PaymentMethod:
    return PaymentMethod.objects.create(
        account=account,
        gateway="pretend",
        kind="card",
        label=label,
        customer="cus_1",
        reference=pretend.do("way", does=does)["reference"],
        added_at=make.NOW,
        default_since=None if account.payment_methods.exists() else make.NOW,
    )


def owing(account: Account) -> Invoice:
    rows = make.invoice_rows(account, paid=False)
    rows[0].due_on = (timezone.now() + timedelta(days=5)).date()
    return make.saved(rows)


def at_the_invoice(page: Page, account: Account, invoice: Invoice) -> None:
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(make.owner(account).email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"/account/{account.pk}/invoices/{invoice.pk}/")


def test_by_keyboard_in_german_without_scripts_on_a_telephone(
    open_page: OpenPage, account: Account, pretend: Counterpart
) -> None:
    keep(account, pretend, "Visa 4242", "ok")
    invoice = owing(account)
    page = open_page(width=320, java_script_enabled=False, locale="de")
    at_the_invoice(page, account, invoice)
    expect(page.get_by_text("Sie müssen nichts tun")).to_be_visible()
    check_fits(page)
    button = page.get_by_role("button", name="jetzt mit Visa 4242 bezahlen")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("sind bezahlt. Vielen Dank.")).to_be_visible()
    check_fits(page)
    assert owed(invoice) == 0


def test_what_does_not_work_is_said_with_what_to_do(
    open_page: OpenPage, account: Account, pretend: Counterpart
) -> None:
    for label, does in (("Visa 0002", "declined"), ("Visa 3184", "asks"), ("Visa 4242", "ok")):
        keep(account, pretend, label, does)
    invoice = owing(account)
    page = open_page()
    at_the_invoice(page, account, invoice)
    check_looks(page)
    page.get_by_role("button", name="Visa 0002").click()
    expect(page.get_by_text("Visa 0002 was declined")).to_be_visible()
    expect(page.get_by_text("is still to be paid")).to_be_visible()
    check_looks(page)

    page.get_by_role("link", name="Pay", exact=True).click()
    page.get_by_role("button", name="Visa 3184").click()
    page.wait_for_url(f"{pretend.url}/confirm/**")
    page.go_back()
    page.reload()
    expect(page.get_by_text("Your bank asks you to confirm")).to_be_visible()
    check_looks(page)
    page.get_by_role("link", name="Confirm the payment").click()
    expect(page.get_by_role("link", name="Confirm the payment")).to_be_visible()
    asked = PaymentAttempt.objects.latest("pk")
    pretend.do("settle", reference=asked.reference, does="declined")
    look_up_one(asked.pk, at=timezone.now())

    pretend.misbehave("down")
    page.goto(f"/account/{account.pk}/invoices/{invoice.pk}/")
    page.get_by_role("button", name="Visa 4242").click()
    expect(page.get_by_text("The payment is being made")).to_be_visible()
    check_looks(page)
    page.goto(f"/account/{account.pk}/invoices/{invoice.pk}/")
    expect(page.get_by_text("please do not pay another way")).to_be_visible()
    expect(page.get_by_text("Pay by bank transfer")).to_have_count(0)
    check_looks(page)
