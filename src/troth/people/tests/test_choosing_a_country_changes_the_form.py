from typing import Any

import pytest
from playwright.sync_api import expect

from troth.accounts.models import Account
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, check_accessible, customer, sign_in


@pytest.mark.parametrize("script", [True, False], ids=["live", "by the button"])
def test_what_was_typed_stays(open_page: OpenPage, script: bool) -> None:
    make.in_force("softsys")
    account = make.account()
    options: dict[str, Any] = {} if script else {"java_script_enabled": False}
    page = open_page(**options)
    sign_in(page, customer(account))
    page.goto(f"/account/{account.pk}/details/")
    page.get_by_label("Company").fill("Typed")
    page.get_by_label("Country", exact=True).select_option("US")
    if not script:
        page.get_by_role("button", name="Change country").click()
    expect(page.get_by_label("ZIP code")).to_be_visible()
    expect(page.get_by_label("Company")).to_have_value("Typed")
    page.get_by_label("State").select_option("CA")
    page.get_by_label("Town or city").fill("Mountain View")
    page.get_by_label("ZIP code").fill("94043")
    first = page.get_by_role("main").locator("form button").first
    assert first.bounding_box(), "Safari presses the first button that has a box"
    page.get_by_label("ZIP code").press("Enter")  # saves; it does not change the country
    expect(page.get_by_role("status")).to_contain_text("saved")
    stored = Account.objects.get()
    assert (stored.company, stored.region, stored.postcode) == ("Typed", "CA", "94043")


def test_at_sign_up_the_password_stays(open_page: OpenPage) -> None:
    make.in_force("websoft")
    page = open_page("/sign-up/")
    page.get_by_label("Your name").fill("A Newcomer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Country", exact=True).select_option("JP")
    expect(page.get_by_label("Prefecture")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("A Newcomer")
    expect(page.get_by_label("Password")).to_have_value(PASSWORD)
    check_accessible(page)
