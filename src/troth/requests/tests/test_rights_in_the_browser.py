"""The journeys of the privacy centre, on a telephone and on a desk, with and without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from troth.gates.consent import give
from troth.gates.models import StaffRead
from troth.gates.unsubscribe import token_for
from troth.policy.parse import parse
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.browser import OpenPage, check_accessible, check_fits, customer, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

windows = pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)])


def looks_right(page: Page, script: bool) -> None:
    check_fits(page)
    if script:  # axe-core is a script itself
        check_accessible(page)


@windows
def test_withdraw_in_one_click(open_page: OpenPage, width: int, script: bool) -> None:
    make.in_force("softsys")
    person = customer()
    give(person, "marketing", at=make.NOW)
    page = open_page("/", width=width, java_script_enabled=script)
    sign_in(page, person)
    page.goto("/privacy-centre/consents/")
    page.get_by_role("main").get_by_role("button", name="Withdraw").click()
    page.get_by_text("Your choice has been saved").wait_for()
    page.get_by_text("Not given").wait_for()
    page.get_by_text("History: ").first.click()
    page.get_by_text("You withdrew it in the account area.").wait_for()
    looks_right(page, script)
    stranger = open_page(f"/unsubscribe/{token_for(person, 'marketing')}/", width=width)
    looks_right(stranger, True)
    stranger.get_by_role("button", name="Stop these messages").click()
    stranger.get_by_text("Done.").wait_for()
    looks_right(stranger, True)


@windows
def test_restrict_and_lift(open_page: OpenPage, width: int, script: bool) -> None:
    make.in_force("ispsystem")
    source = make.policy("ispsystem").source
    at_once = source.replace("[right.restrict]", "[right.restrict]\nself_service = true")
    publish(parse(at_once.encode(), "at once"), at=make.LONG_AGO + timedelta(days=1))
    page = open_page("/", width=width, java_script_enabled=script)
    sign_in(page, customer())
    page.goto("/privacy-centre/")
    page.get_by_role("main").get_by_role("link", name="Restrict").click()
    looks_right(page, script)
    page.get_by_role("button", name="Restrict it now").click()
    page.get_by_text("The use of your data has been restricted since").wait_for()
    looks_right(page, script)
    page.get_by_role("button", name="Lift the restriction").click()
    page.get_by_text("The restriction is lifted.").wait_for()


@windows
def test_ask_and_take_back(open_page: OpenPage, width: int, script: bool) -> None:
    make.in_force("ispsystem")
    page = open_page("/", width=width, java_script_enabled=script)
    sign_in(page, customer())
    page.goto("/privacy-centre/requests/")
    looks_right(page, script)
    page.get_by_role("link", name="Ask us").click()
    page.get_by_label("What should we know?").fill("Whom do you tell?")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("alert").wait_for()
    looks_right(page, script)
    assert page.get_by_label("What should we know?").input_value() == "Whom do you tell?"
    page.get_by_label("To know what is processed").check()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request has reached us.").wait_for()
    page.get_by_text("days left").wait_for()
    looks_right(page, script)
    page.get_by_role("button", name="Withdraw the request").click()
    page.get_by_text("Your request has been withdrawn.").wait_for()
    assert page.get_by_role("button", name="Withdraw the request").count() == 0


@windows
def test_look_at_who_saw_and_received(open_page: OpenPage, width: int, script: bool) -> None:
    make.in_force(make.changed("softsys", rules="[feature.privacy-options]\n"))
    account = make.full_account()
    person = customer(account)
    StaffRead.objects.create(
        subject=account, role="billing", categories=["billing"], reason="A question", at=make.NOW
    )
    page = open_page("/", width=width, java_script_enabled=script)
    sign_in(page, person)
    page.goto("/privacy-centre/activity/")
    page.get_by_text("Reason: A question").wait_for()
    looks_right(page, script)
    page.get_by_label("What").select_option("staff")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Our billing staff").wait_for()
    assert page.get_by_text("Service ordered").count() == 0
    page.goto("/privacy-centre/disclosures/")
    looks_right(page, script)
    page.goto("/privacy-centre/options/")
    page.get_by_label("What was invoiced and paid").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your options have been saved").wait_for()
    assert page.get_by_label("What was invoiced and paid").is_checked()
    looks_right(page, script)
