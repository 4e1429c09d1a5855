"""The journey of an owner and of whom they trust, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import expect

from troth.accounts.models import Membership, Person
from troth.testing import make
from troth.testing.browser import (
    PASSWORD,
    OpenPage,
    check_fits,
    customer,
    sign_in,
)
from troth.testing.mail import Mailbox


@pytest.mark.parametrize(
    ("width", "options"),
    [(1280, {}), (320, {"java_script_enabled": False})],
    ids=["wide", "narrow"],
)
def test_invite_accept_see_and_withdraw(
    open_page: OpenPage, mailbox: Mailbox, width: int, options: dict[str, Any]
) -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    owner = customer(account)

    mine = open_page(width=width, **options)
    sign_in(mine, owner)
    mine.goto(f"/account/{account.pk}/people/")
    check_fits(mine)
    mine.get_by_role("link", name="Invite someone you trust").click()
    mine.get_by_label("Password").fill(PASSWORD)  # so that it is really them
    mine.get_by_role("button", name="Continue").click()
    mine.get_by_role("button", name="Send the invitation").click()
    expect(mine.get_by_role("alert")).to_contain_text("E-mail address")
    mine.get_by_label("E-mail address").fill("friend@elsewhere.example")
    mine.get_by_label("Read and write tickets").check()
    mine.get_by_label("View and change the account’s name and address").check()
    mine.get_by_role("button", name="Send the invitation").click()
    expect(mine.get_by_role("status")).to_contain_text("on its way")
    expect(mine.get_by_role("main")).to_contain_text("friend@elsewhere.example")

    theirs = open_page(mailbox.link_to("friend@elsewhere.example"), width=width, **options)
    check_fits(theirs)
    theirs.get_by_role("link", name="Create a login").click()
    theirs.get_by_label("Your name").fill("A Friend")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_label("I am 18").check()
    theirs.get_by_label("I accept").check()
    check_fits(theirs)
    theirs.get_by_role("button", name="Create the login and accept").click()
    theirs.get_by_label("E-mail address").fill("friend@elsewhere.example")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    theirs.wait_for_url(f"**/account/{account.pk}/")
    navigation = theirs.get_by_role("navigation").first
    if width < 600:
        theirs.locator("details.menu summary").click()
    expect(navigation).to_contain_text("Tickets")
    expect(navigation).not_to_contain_text("Invoices")
    for page, status in (("invoices", 403), ("people", 403), ("tickets", 200)):
        answer = theirs.goto(f"/account/{account.pk}/{page}/")
        assert answer and answer.status == status
    theirs.goto(f"/account/{account.pk}/details/")
    theirs.get_by_label("Name", exact=True).fill("A Name by a Friend")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("status")).to_contain_text("saved")

    friend = Membership.objects.get(person=Person.objects.get(email="friend@elsewhere.example"))
    mine.goto(f"/account/{account.pk}/people/")
    expect(mine.get_by_role("main")).to_contain_text("A Friend")
    mine.goto(f"/account/{account.pk}/people/{friend.pk}/")
    expect(mine.get_by_role("main")).to_contain_text("Details corrected: Name")
    check_fits(mine)
    mine.get_by_role("button", name="End the access").click()
    expect(mine.get_by_role("status")).to_contain_text("no longer has access")
    gone = theirs.goto(f"/account/{account.pk}/tickets/")
    assert gone and gone.status == 404
