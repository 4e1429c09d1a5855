"""Under softsys nobody erases or exports by themselves: they ask, and staff carry it out."""

import pytest

from troth.accounts.models import Person
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.promise("SS-09")
def test_an_erasure_is_asked_for_carried_out_by_staff_and_receipted(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = customer()
    staff = with_password(make.person(staff=True))
    page = open_page()
    sign_in(page, person)
    page.goto("/my-data/erase/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Ask to erase my data").click()
    page.get_by_text("You asked for erasure on").wait_for()
    kept = page.get_by_role("link", name="/receipts/").get_attribute("href")
    assert kept
    person.refresh_from_db()
    assert person.erasure_asked_at

    visitor = open_page(kept)
    visitor.get_by_text("waits to be carried out").wait_for()

    desk = open_page()
    sign_in(desk, staff)
    desk.get_by_role("heading", name=f"Erase person {person.pk}").wait_for()
    desk.get_by_role("button", name="Carry it out").click()
    desk.get_by_role("heading", name="Receipt of an erasure").wait_for()
    assert not Person.objects.filter(pk=person.pk).exists()

    visitor.goto(kept)
    visitor.get_by_role("heading", name="Receipt of an erasure").wait_for()


def test_a_request_can_be_taken_back(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = customer()
    page = open_page()
    sign_in(page, person)
    page.goto("/my-data/erase/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Ask to erase my data").click()
    page.get_by_role("button", name="Take the request back").click()
    page.get_by_text("Nothing was erased").wait_for()
    person.refresh_from_db()
    assert person.erasure_asked_at is None


@pytest.mark.promise("SS-10")
def test_a_copy_is_asked_for_and_handed_out(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = customer()
    staff = with_password(make.person(staff=True))
    page = open_page()
    sign_in(page, person)
    page.get_by_role("link", name="Get a copy").click()
    page.get_by_role("button", name="Ask for a copy").click()
    page.get_by_text("You asked for a copy on").wait_for()

    desk = open_page()
    sign_in(desk, staff)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Hand it out").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert not Ticket.objects.filter(opened_by=person, closed_at__isnull=True).exists()
