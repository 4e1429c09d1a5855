"""What people ask for by mail, letter or telephone has its day, its proof and its answer."""

import re
from datetime import timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.proofs.expect import expect
from troth.proofs.visitor import Page
from troth.proofs.world import World
from troth.testing import make


def due_in(page: Page) -> int | None:
    """The days that the desk says are left of a request."""
    found = re.search(r"(\d+) days? left|due (today)", page.text)
    return None if found is None else int(found[1] or 0)


@pytest.mark.proves("IS-37")
def test_a_letter_is_due_within_a_month_and_more_time_is_refused(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    page = world.noted(desk, customer, "right.information", channel="letter")
    month = timedelta(days=30)
    expect(due_in(page) in {month.days, month.days + 1}, "a letter is due within one month")
    more = desk.open(f"{page.path}extend/")
    expect(more.status == 404 or "cannot be done" in more.text, "more time is refused")


@pytest.mark.proves("SF-24")
def test_a_mail_that_something_is_wrong_is_due_promptly(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    number = world.writes(customer.email, "My name is spelled wrong.")
    path = f"/desk/requests/{number}/"
    desk.post(f"{path}sort/", what="right.rectify", about="own")
    left = due_in(desk.open(path))
    expect(left is not None and left <= 10, "what is found incorrect is corrected promptly")


@pytest.mark.proves("WM-27")
def test_nothing_is_carried_out_for_whom_nobody_has_proved_to_be(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    shown = world.noted(desk, customer, "right.access", proof="")
    unproved = desk.open(f"{shown.path}carry-out/")
    expect("cannot be done now" in unproved.text, "an unproved request is not carried out")
    expect(customer.open("/privacy-centre/held/").status == 200, "who is signed in sees it all")


@pytest.mark.proves("IS-39")
def test_a_letter_asks_what_is_processed(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    for page in ("held", "disclosures"):
        expect(customer.open(f"/privacy-centre/{page}/").status == 200, f"{page} is shown")
    noted = world.noted(desk, customer, "right.information", channel="letter")
    expect(re.search(r"/desk/requests/\d+/$", noted.path), "the desk takes a letter that asks")


@pytest.mark.proves("SS-09")
def test_a_mail_has_everything_deleted_once_it_is_confirmed(world: World) -> None:
    customer = world.customer()
    number = world.writes(customer.email, "Please delete my data.")
    path = f"/desk/requests/{number}/"
    sorted_ = world.staff("privacy").post(f"{path}sort/", what="right.erase", about="own")
    expect("Delete" in sorted_.text or "deleted" in sorted_.text, "a mail is sorted as an erasure")
    desk = world.staff("billing")
    expect(due_in(desk.open(path)) is not None, "billing has it before it, with a day")
    refused = desk.open(f"{path}carry-out/")
    expect("cannot be done now" in refused.text, "it is not carried out unproved")
    world.visitor().fill(world.mailbox.link_to(customer.email))
    world.later("3 days")
    world.staff("billing").fill(f"{path}carry-out/")
    expect(not Account.objects.filter(pk=customer.account).exists(), "the account is gone")
    expect("/receipts/" in world.mail_to(customer.email), "the receipt is mailed")


@pytest.mark.proves("SS-14")
def test_of_an_inactive_customer_at_once(world: World) -> None:
    customer = world.customer()
    world.later("2 years")
    desk = world.staff("privacy")
    number = world.writes(customer.email, "Please delete my data.")
    path = f"/desk/requests/{number}/"
    desk.post(f"{path}sort/", what="right.erase-inactive", about="own")
    expect(due_in(desk.open(path)) == 0, "it is due on the same day")


@pytest.mark.proves("IS-25")
def test_what_the_law_keeps_outlives_a_request(world: World) -> None:
    customer = world.customer()
    account = Account.objects.get(pk=customer.account)
    invoice = make.invoice(account, at=world.now)
    customer.fill("/privacy-centre/erase/", confirmation="correct-horse-9-battery")
    world.later("3 days")
    world.night()
    expect(not Person.objects.filter(pk=customer.person).exists(), "the person is gone")
    kept = type(invoice).objects.filter(pk=invoice.pk).exists()
    expect(kept, "an invoice that obligations call for stays")


@pytest.mark.proves("IS-44")
def test_no_ticket_outlives_a_request_but_by_a_hold(world: World) -> None:
    customer = world.customer()
    ticket = make.ticket(Account.objects.get(pk=customer.account), at=world.now)
    customer.fill("/privacy-centre/erase/", confirmation="correct-horse-9-battery")
    world.later("3 days")
    world.night()
    expect(not type(ticket).objects.filter(pk=ticket.pk).exists(), "the ticket went as well")
