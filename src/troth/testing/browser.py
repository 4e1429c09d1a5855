"""Fixtures and helpers of tests of pages: a browser, the pages served to it, and customers."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from troth.accounts.models import Account, Person
from troth.testing import make
from troth.testing.needs import need

# Playwright's sync API runs an event loop in this thread, beside which Django would refuse to
# ask the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "correct-horse-9-battery"
# The shell is the same browser without its windows, and opens a page three times as fast.
_CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = need(_CHROMIUM, "chromium-headless-shell or chromium", "BROWSER")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield launched
        launched.close()


@pytest.fixture
def no_loop() -> Iterator[None]:
    """For a test that runs an event loop in this thread: the browser's stands still meanwhile."""
    browsers = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(browsers)


@pytest.fixture
def open_page(
    transactional_db: None, live_server: LiveServer, browser: Browser
) -> Iterator[OpenPage]:
    """Opens pages in windows of their own; fails the test for whatever the browser complains of.

    `live_server` needs `transactional_db` first, so that both see the same rows.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(path: str = "/", *, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    left = [each for each in complaints if "status of 4" not in each]
    assert not left, "\n".join(left)


def customer(account: Account | None = None) -> Person:
    """The owner of a full account, who can sign in with PASSWORD."""
    owner = make.owner(account or make.full_account())
    return with_password(owner)


def with_password(person: Person) -> Person:
    """A person who can sign in with PASSWORD, for which their address must be confirmed."""
    person.set_password(PASSWORD)
    person.save()
    return make.verified(person)


def sign_in(page: Page, person: Person) -> None:
    """Sign in through the page, as a person would."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def check_accessible(page: Page) -> None:
    """No rule of axe-core, whatever its impact, is broken by the page as it stands."""
    page.wait_for_load_state()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def check_looks(page: Page) -> None:
    """The page fits and is accessible on a telephone in the dark, and on a desk in the light."""
    page.emulate_media(color_scheme="dark")
    _check_at(320, page)
    page.emulate_media(color_scheme="light")
    _check_at(1280, page)


def _check_at(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    check_fits(page)
    check_accessible(page)


def check_fits(page: Page) -> None:
    """The page does not scroll sideways."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert page.viewport_size
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} wide"
