"""The journey of a customer whom staff have taken on, in two browsers."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from troth.accounts.models import Account
from troth.testing import make, sell
from troth.testing.browser import (
    PASSWORD,
    OpenPage,
    check_fits,
    check_looks,
    sign_in,
    with_password,
)
from troth.testing.mail import Mailbox

EMAIL = "newcomer@customer.example"


@pytest.mark.parametrize(
    ("width", "options"),
    [(1280, {}), (320, {"java_script_enabled": False})],
    ids=["wide", "narrow"],
)
def test_taken_on_come_and_invoiced(
    open_page: OpenPage, mailbox: Mailbox, width: int, options: dict[str, Any]
) -> None:
    sell.seller(at=timezone.now())
    sell.product("Small", {1: 10_00})
    staff = open_page(width=width, **options)
    sign_in(staff, with_password(make.staff("billing")))

    staff.goto("/desk/customers/new/")
    with staff.expect_response(lambda answer: answer.request.method == "POST"):
        staff.get_by_label("Country").select_option("CY")
        if options:
            staff.get_by_role("button", name="Change country").click()
    expect(staff.get_by_label("Town or city")).to_be_visible()
    fill(staff, "Name", "A Newcomer")
    fill(staff, "E-mail address", EMAIL)
    fill(staff, "Telephone", "+357 22 123456")
    fill(staff, "Street and number", "1 Street")
    fill(staff, "Postcode", "1010")
    fill(staff, "Town or city", "Nicosia")
    staff.get_by_label("by telephone").check()
    staff.get_by_label("They have said that they are 18 years old or older.").check()
    check_fits(staff)
    staff.get_by_role("button", name="Create account").click()
    expect(staff.get_by_role("status")).to_contain_text("invited by mail")
    expect(staff.get_by_role("main")).to_contain_text("has not come yet")
    account = Account.objects.get()

    theirs = open_page(mailbox.link_to(EMAIL), width=width, **options)
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_label("I am 18").check()
    theirs.get_by_label("I accept").check()
    check_fits(theirs)
    theirs.get_by_role("button", name="Set the password").click()
    theirs.get_by_label("E-mail address").fill(EMAIL)
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    theirs.wait_for_url(lambda url: "/sign-in/" not in url)

    staff.goto(f"/desk/customers/account/{account.pk}/")
    expect(staff.get_by_role("main")).not_to_contain_text("has not come yet")
    expect(staff.get_by_role("main")).to_contain_text("A Newcomer")
    staff.get_by_role("link", name="Open a service").click()
    staff.get_by_label("Product").select_option("Small")
    staff.get_by_role("button", name="Open and invoice it").click()
    expect(staff.get_by_role("status")).to_contain_text("invoiced")
    staff.goto(f"/desk/customers/account/{account.pk}/")
    invoice = account.invoices.get()
    expect(staff.get_by_role("main")).to_contain_text(invoice.number)
    check_fits(staff)
    if not options:
        check_looks(staff)

    theirs.goto(f"/account/{account.pk}/invoices/")
    expect(theirs.get_by_role("main")).to_contain_text(invoice.number)


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field, where the country's form has it."""
    field = page.get_by_label(label, exact=True)
    if field.count():
        field.fill(text)
