"""Every page at the width of a small telephone: no scrolling aside, nothing that CSP blocks."""

import pytest
from playwright.sync_api import Page

from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.erase import erase
from troth.testing import make
from troth.testing.browser import OpenPage, customer, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    assert page.viewport_size
    return wide <= page.viewport_size["width"]


def test_no_page_scrolls_sideways_at_320(open_page: OpenPage) -> None:
    make.in_force("websoftmaster")
    erased = erase(make.owner(make.full_account()), at=make.NOW)
    page = open_page("/", width=320)
    paths = ["/", "/privacy/", "/sign-up/", "/sign-up/done/", "/sign-in/", "/nowhere/"]
    for path in (*paths, f"/receipts/{erased.receipt}/"):
        page.goto(path)
        for rule in page.locator("details").all():
            rule.evaluate("rule => rule.open = true")
        assert fits(page), path
    page.goto("/sign-up/")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("alert").wait_for()
    assert fits(page)

    asked = customer()
    ask_erasure(asked, at=make.NOW)
    for who, paths in (
        (
            customer(),
            [
                "/privacy-centre/",
                "/privacy-centre/download/",
                "/privacy-centre/erase/",
                "/sign-out/",
            ],
        ),
        (asked, ["/privacy-centre/", "/privacy-centre/erase/"]),
        (with_password(make.staff()), ["/desk/", "/privacy-centre/erase/"]),
    ):
        own = open_page("/", width=320)
        sign_in(own, who)
        for path in paths:
            own.goto(path)
            assert fits(own), path


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page: OpenPage) -> None:
    make.in_force("softsys")
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent.trim()")
    assert skip == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    seen = set()
    for _ in range(9):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"Privacy policy", "Sign up", "Sign in", "Read the privacy policy"} <= seen


def test_a_link_to_a_rule_opens_it(open_page: OpenPage) -> None:
    make.in_force("softsys")
    page = open_page("/privacy/#keep.invoice")
    sentence = page.locator("[id='keep.invoice'] > p").first
    assert sentence.is_visible()
    assert not page.locator("[id='keep.payment'] > p").first.is_visible()
