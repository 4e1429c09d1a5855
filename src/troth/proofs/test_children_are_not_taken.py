"""Nobody is taken who is too young, and who turns out to be goes with all that names them."""

from datetime import timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.core.day import day_at
from troth.proofs.expect import expect
from troth.proofs.visitor import Page, Visitor
from troth.proofs.world import Customer, World
from troth.testing import make


def marked_under_age(desk: Visitor, child: Customer) -> tuple[Page, Page]:
    """What the desk shows before it erases a child, and what it answers once it has."""
    page = f"/desk/customers/person/{child.person}/under-age/"
    shown = desk.open(page)
    expect(shown.status == 200, "the desk has an act for a child")
    return shown, desk.fill(page)


@pytest.mark.proves("IS-31")
def test_nobody_is_processed_before_their_day(world: World) -> None:
    stranger = world.visitor()
    for form in ("/sign-up/", "/contact/"):
        text = stranger.open(form).text
        expect("I am 18 years old or older" in text, f"{form} has strangers say that they are 18")
    young = {"email": "a-child@customer.example", "message": "May I?"}
    world.signs_up(of_age=False, email=young["email"])
    refused = stranger.fill("/contact/", **young).text
    expect("before you are 18" in refused, "what somebody younger writes is not taken")
    expect(not world.mails_to(young["email"]), "nothing is stored, so nothing is answered")
    child = world.customer()
    make.invoice(Account.objects.get(pk=child.account), at=world.now)
    shown, receipt = marked_under_age(world.staff("privacy"), child)
    expect("no name stays" in shown.text and "Invoices" in shown.text, "what stays is listed")
    expect("/receipts/" in receipt.path, "there is a receipt")
    expect(not Person.objects.filter(pk=child.person).exists(), "the child is gone")
    expect(not Invoice.objects.exclude(party_name="").exists(), "no invoice has their name")


@pytest.mark.proves("WM-29")
def test_a_child_goes_as_soon_as_staff_know(world: World) -> None:
    child, desk = world.customer(), world.staff("privacy")
    make.invoice(Account.objects.get(pk=child.account), at=world.now)
    world.restricts(child)
    marked_under_age(desk, child)
    expect(not Person.objects.filter(pk=child.person).exists(), "the child is gone at once")
    expect(not Account.objects.filter(pk=child.account).exists(), "and the account, restricted too")
    expect(not Invoice.objects.exclude(party_name="").exists(), "no invoice has their name")


@pytest.mark.proves("WM-29")
def test_an_invoice_of_a_child_that_a_hold_keeps_is_listed(world: World) -> None:
    child, desk = world.customer(), world.staff("privacy")
    make.invoice(Account.objects.get(pk=child.account), at=world.now)
    again = day_at(world.now) + timedelta(days=90)
    on_hold = {"records": "invoice", "reason": "Their suit", "review_on": again.isoformat()}
    desk.post("/desk/holds/new/", subject=child.account, **on_hold)
    shown, _receipt = marked_under_age(desk, child)
    stays = shown.text.partition("Stays")[2]
    expect("Kept for 7 years" in stays and "under a hold" in stays, "the page says why it stays")
    listed = desk.open("/desk/holds/").text
    day = f"{again.day} {again:%B %Y}"
    expect("Their suit" in listed and day in listed, "with the reason, and a day to look again")
