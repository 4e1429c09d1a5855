"""Under softsys nobody erases or exports by themselves: they ask, and staff carry it out."""

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.copies.copy import make_copy
from troth.journal.models import Entry
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_erasure(open_page: OpenPage, settings: Settings) -> None:
    settings.ERASURE_WAIT = 0  # what can be stopped is not carried out yet
    make.in_force("softsys")
    person = customer()
    staff = with_password(make.staff())
    page = open_page()
    sign_in(page, person)
    page.goto("/privacy-centre/erase/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Ask to erase your data").click()
    page.get_by_text("You asked for erasure on").wait_for()
    kept = page.get_by_role("link", name="/receipts/").get_attribute("href")
    assert kept
    visitor = open_page(kept)
    visitor.get_by_text("is waiting to be carried out").wait_for()

    desk = open_page()
    sign_in(desk, staff)
    desk.goto("/desk/")
    desk.get_by_text("3 days left", exact=True).wait_for()
    desk.get_by_role("link", name="Erasure of data").click()
    desk.get_by_role("button", name="Take it on").click()
    desk.get_by_text("Assigned").wait_for()
    desk.get_by_role("link", name="Carry it out and answer").click()
    desk.get_by_role("heading", name="Goes now").wait_for()
    desk.get_by_role("button", name="Carry it out").click()
    desk.get_by_role("link", name="Receipt of the erasure").click()
    desk.get_by_role("heading", name="Receipt of an erasure").wait_for()
    receipt = desk.url
    visitor.goto(kept)
    visitor.get_by_role("heading", name="Receipt of an erasure").wait_for()
    assert not visitor.get_by_role("link", name="Requests").count()
    desk.get_by_role("link", name="Inbox").click()
    desk.wait_for_url("**/desk/")

    assert not Person.objects.filter(pk=person.pk).exists()
    answered = Entry.objects.get(event="request.answered")
    assert (answered.rule, answered.counts["late"]) == ("right.erase", 0)
    deliver_waiting(at=timezone.now())
    told = mail.outbox[-1]
    assert told.to == [person.email] and receipt.partition("/receipts/")[2] in told.body
    assert not Message.objects.filter(address=person.email).exists()


def test_a_copy(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = make.verified(customer())
    page = open_page()
    sign_in(page, person)
    page.goto("/privacy-centre/download/")
    page.get_by_role("button", name="Ask for a copy").click()
    page.get_by_text("You asked for a copy on").wait_for()

    desk = open_page()
    sign_in(desk, with_password(make.staff()))
    desk.goto("/desk/")
    desk.get_by_role("link", name="A copy of data").click()
    desk.get_by_role("link", name="Carry it out and answer").click()
    desk.get_by_role("button", name="Carry it out").click()
    desk.get_by_text("How it ended: done").wait_for()
    make_copy(person.copies.get().pk, at=timezone.now())

    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_a_refusal_tells_its_reason(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = customer()
    staff = with_password(make.staff())
    page = open_page()
    sign_in(page, person)
    page.goto("/privacy-centre/erase/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Ask to erase your data").click()

    desk = open_page()
    sign_in(desk, staff)
    desk.goto("/desk/")
    desk.get_by_role("link", name="Erasure of data").click()
    desk.get_by_role("link", name="Refuse").click()
    desk.get_by_role("button", name="Refuse and say why").click()
    desk.get_by_role("heading", name="Please check the form").wait_for()
    desk.get_by_label("Why can it not be done?").fill("A <b>court</b> told us to keep it.")
    desk.get_by_role("button", name="Refuse and say why").click()
    desk.get_by_text("How it ended: refused").wait_for()

    deliver_waiting(at=timezone.now())
    assert "A <b>court</b> told us to keep it." in mail.outbox[-1].body
    page.goto("/privacy-centre/requests/")
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_request_can_be_taken_back(open_page: OpenPage) -> None:
    make.in_force("softsys")
    person = customer()
    page = open_page()
    sign_in(page, person)
    page.goto("/privacy-centre/erase/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Ask to erase your data").click()
    page.get_by_role("button", name="Withdraw the request").click()
    page.get_by_text("Nothing was erased").wait_for()
    person.refresh_from_db()
    assert person.erasure_asked_at is None
