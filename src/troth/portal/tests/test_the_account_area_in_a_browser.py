"""The account area as its customers meet it: narrow and wide, with and without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from troth.accounts.models import Account
from troth.testing import make
from troth.testing.browser import (
    OpenPage,
    check_fits,
    check_looks,
    sign_in,
    with_password,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    account = make.full_account(attachment=b"x")
    make.ticket(account)
    for n in range(25):
        make.invoice(account, at=make.NOW - timedelta(days=n), paid=n > 3)
    return account


def opened(open_page: OpenPage, account: Account, **options: object) -> Page:
    page = open_page("/", **options)
    sign_in(page, with_password(make.owner(account)))
    page.goto(f"/account/{account.pk}/")
    return page


def test_every_page_fits_and_is_accessible(open_page: OpenPage, account: Account) -> None:
    page = opened(open_page, account)
    ticket = account.tickets.earliest("pk")
    message = make.owner(account).messages.earliest("pk")
    for path in (
        "",
        "services/",
        "invoices/",
        "invoices/?q=nothing",
        f"invoices/{account.invoices.earliest('pk').pk}/",
        "tickets/",
        f"tickets/{ticket.pk}/",
        "messages/",
        f"messages/{message.pk}/",
    ):
        page.goto(f"/account/{account.pk}/{path}")
        check_looks(page)


def test_the_menu_opens_without_scripts(open_page: OpenPage, account: Account) -> None:
    page = opened(open_page, account, width=320, java_script_enabled=False)
    tickets = page.get_by_role("navigation").get_by_role("link", name="Tickets")
    expect(tickets).to_have_count(0)
    page.get_by_text("Menu").click()
    check_fits(page)
    tickets.click()
    page.get_by_role("heading", name="Tickets").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_is_searched_and_paged(open_page: OpenPage, account: Account, scripts: bool) -> None:
    page = opened(open_page, account, java_script_enabled=scripts)
    page.get_by_role("navigation").get_by_role("link", name="Invoices").click()
    rows = page.locator("#listing li")
    expect(rows).to_have_count(20)
    page.get_by_role("link", name="Older").click()
    expect(rows).to_have_count(6)
    page.get_by_role("link", name="Newer").click()
    expect(rows).to_have_count(20)

    wanted = account.invoices.earliest("issued_at").number
    page.get_by_label("Search by number").fill(wanted)
    if not scripts:
        page.get_by_role("button", name="Search").click()
    expect(rows).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 found.")
    page.get_by_role("link", name=wanted).click()
    page.get_by_role("heading", name=f"Invoice {wanted}").wait_for()


def test_an_invoice_is_printed_without_its_frame(open_page: OpenPage, account: Account) -> None:
    page = opened(open_page, account)
    page.goto(f"/account/{account.pk}/invoices/{account.invoices.earliest('pk').pk}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Hosting of site.example")
    for part in ("nav", "footer", ".back", ".screen"):
        expect(page.locator(part).filter(visible=True)).to_have_count(0)


def test_scripts_keep_no_pages_and_evaluate_nothing(open_page: OpenPage, account: Account) -> None:
    page = opened(open_page, account)
    page.goto(f"/account/{account.pk}/invoices/")
    config = page.evaluate("htmx.config")
    assert config["historyCacheSize"] == 0
    assert config["allowEval"] is config["includeIndicatorStyles"] is False
