"""Offers go to those whose word is yes; whoever says no is left out of the next one."""

import re

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import Customer, World

# For each policy its offers: the message, the purpose, and the consent that they need.
OFFERS = {
    "softsys": ("offers", "marketing", "marketing"),
    "websoftmaster": ("newsletters", "promotion", "newsletters"),
    "soffront": ("promotions", "offers", "promotions"),
    "ispsystem": ("marketing", "marketing", "marketing"),
    "websoft": ("mailings", "mailings", "mailings"),
}


def offered(world: World) -> str:
    """The subject of an offer that the desk has just sent to everybody whom it may reach."""
    message, purpose, _consent = OFFERS[world.policy.file]
    return world.mailing(message, purpose)


def got(world: World, customer: Customer, subject: str) -> bool:
    return any(mail["Subject"] == subject for mail in world.mails_to(customer.email))


@pytest.mark.proves("SS-11", "SF-05", "IS-22")
def test_who_ticked_the_box_and_not_who_left_it_empty(world: World) -> None:
    box = f"consent_{OFFERS[world.policy.file][2]}"
    asked = box in world.visitor().open("/sign-up/").fields
    said_yes = world.customer(**({box: True} if asked else {}))
    said_nothing = world.customer()
    subject = offered(world)
    expect(got(world, said_yes, subject), "who ticked the box is written to")
    expect(not got(world, said_nothing, subject), "who left the box empty is not written to")


@pytest.mark.proves("WM-25")
def test_subscribers_are_subscribed_from_the_start_and_told_so(world: World) -> None:
    page = world.visitor().open("/sign-up/")
    expect("You can end this" in page.text, "signing up tells of the newsletters")
    expect("consent_newsletters" not in page.fields, "signing up asks no box about them")
    customer = world.customer()
    expect(got(world, customer, offered(world)), "a new subscriber gets the next newsletter")


@pytest.mark.proves("SS-12", "IS-38")
def test_a_consent_is_taken_back_in_the_account_area(world: World) -> None:
    consent = OFFERS[world.policy.file][2]
    customer = world.customer(**{f"consent_{consent}": True})
    page = customer.open("/privacy-centre/consents/")
    offered_there = "choice" in {b.get("name") for b in page.tree.iter("button")}
    expect(offered_there, "the account area offers to take the consent back")
    subject = world.mailing(*OFFERS[world.policy.file][:2], fetch=False)
    customer.fill("/privacy-centre/consents/", "Withdraw")
    expect(not got(world, customer, subject), "an offer that waited is stopped")
    history = customer.open("/privacy-centre/consents/").text
    expect("You agreed" in history and "You withdrew it" in history, "the history shows both")


@pytest.mark.proves("WM-26", "WT-09")
def test_the_link_in_a_mailing_ends_them(world: World) -> None:
    customer, other = world.customer(), world.customer()
    subject = offered(world)
    expect(got(world, customer, subject) and got(world, other, subject), "both are written to")
    link = re.search(r"https?://\S+?(/unsubscribe/\S+)", world.mail_to(customer.email))
    expect(link, "the mailing has a link that ends them")
    assert link
    world.visitor().fill(link[1])
    second = offered(world)
    expect(not got(world, customer, second), "whoever followed it is left out of the next one")
    expect(got(world, other, second), "the others are not")
