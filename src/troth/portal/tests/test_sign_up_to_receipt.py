"""The whole way of a customer under each policy, as a browser goes it."""

import json
import zipfile

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from troth.accounts.models import Account, Person
from troth.erasure.erase import erase
from troth.journal.key import public_key
from troth.journal.proof import Proof
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, check_accessible, check_fits
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "newcomer@customer.example"


@pytest.mark.parametrize(
    ("policy", "width", "scripts", "takes", "leaves"),
    [
        ("ispsystem", 1280, True, "at once", "at once"),
        ("soffront", 320, False, "at once", "at once"),
        ("softsys", 320, True, "by asking", "by asking"),
        ("websoftmaster", 1280, True, "by asking", "by asking"),
        ("websoft", 1280, False, "by asking", "by asking"),
    ],
)
def test_sign_up_look_take_along_erase_and_get_a_receipt(
    open_page: OpenPage,
    mailbox: Mailbox,
    policy: str,
    width: int,
    scripts: bool,
    takes: str,
    leaves: str,
    settings: Settings,
) -> None:
    make.in_force(policy)
    settings.ERASURE_WAIT = 0
    page = open_page("/sign-up/", width=width, java_script_enabled=scripts)
    sign_up(page, scripts)
    page.goto(mailbox.link_to(EMAIL))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url(lambda url: "/email/" not in url)  # and they are signed in

    centre(page)
    page.get_by_role("link", name="See your data").click()
    page.get_by_role("link", name="People who sign in").click()
    page.get_by_text(EMAIL).first.wait_for()
    check(page, scripts)

    centre(page)
    page.get_by_role(
        "link", name="Ask for a copy" if takes != "at once" else "Download", exact=True
    ).click()
    page.get_by_role("heading", name="Download your data").wait_for()
    check(page, scripts)
    if takes == "at once":
        with page.expect_download() as copy:
            page.get_by_role("button", name="Download").click()
        archive = zipfile.ZipFile(copy.value.path())
        names = [name for name in archive.namelist() if name.startswith("person.")]
        assert EMAIL in archive.read(names[0]).decode()
    else:
        page.get_by_role("button", name="Ask for a copy").click()
        page.get_by_text("You asked for a copy on").wait_for()

    centre(page)
    page.get_by_role("link", name="See what would be erased").click()
    page.get_by_role("heading", name="What would be erased").wait_for()
    check(page, scripts)
    assert Person.objects.count() == 1
    page.get_by_label("Your password").fill(PASSWORD)
    if leaves == "at once":
        page.get_by_role("button", name="Erase your data for good").click()
    else:
        page.get_by_role("button", name="Ask to erase your data").click()
        page.get_by_role("heading", name="Your request is waiting").wait_for()
        check(page, scripts)
        erase(Person.objects.get(), at=timezone.now())  # as staff do
        page.get_by_role("link", name="/receipts/").click()
    page.get_by_role("heading", name="Receipt of an erasure").wait_for()
    assert Person.objects.count() == Account.objects.count() == 0
    prove(page)

    page.goto("/privacy-centre/")
    page.get_by_role("heading", name="Sign in").wait_for()


def sign_up(page: Page, scripts: bool) -> None:
    """Fill in whatever this policy asks."""
    if page.get_by_label("Country").count():
        page.get_by_label("Country").select_option("DE")
        if not scripts:
            page.get_by_role("button", name="Change country").click()
        # An address in this country has none.
        page.get_by_label("State or region").wait_for(state="detached")
        page.get_by_label("Street and number").fill("1 Street")
        page.get_by_label("Postcode").fill("10115")
        page.get_by_label("Town or city").fill("Town")
    page.get_by_label("Your name").fill("A Newcomer")
    page.get_by_label("E-mail address").fill("Newcomer@Customer.example")
    page.get_by_label("Telephone").fill("+49 30 1234567")
    page.get_by_label("Password").fill(PASSWORD)
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="Check your mail").wait_for()


def centre(page: Page) -> None:
    page.goto("/privacy-centre/")
    page.get_by_role("heading", name="Privacy centre", exact=True).wait_for()


def check(page: Page, scripts: bool) -> None:
    check_fits(page)
    if scripts:
        check_accessible(page)


def prove(page: Page) -> None:
    """The receipt's proof names nobody and holds."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the proof").click()
    proof = Proof.from_json(download.value.path().read_text())
    assert proof.verify(public_key())["event"] == "person.erased"
    assert "newcomer" not in json.dumps(proof.entry).lower()
