"""Restricted data is stored and nothing else, but by its subject's consent or for a claim."""

from datetime import timedelta

import pytest

from troth.core.day import day_at
from troth.proofs.expect import expect
from troth.proofs.visitor import Page, Visitor
from troth.proofs.world import Customer, World
from troth.testing.browser import PASSWORD

RESTRICT = "/privacy-centre/restrict/"


def looks(desk: Visitor, customer: Customer) -> bool:
    """Whether a member of staff is shown who a customer is."""
    return customer.email in desk.open(f"/desk/customers/person/{customer.person}/").text


def says_why(desk: Visitor, customer: Customer, ground: str) -> Page:
    """What is answered to a reason of a member of staff on a ground."""
    why = f"/desk/customers/person/{customer.person}/reason/?of=identity,contact,preference,usage"
    return desk.post(why, ground=ground, reason="They called about their service")


def stays_shut(desk: Visitor, customer: Customer) -> bool:
    """Whether no ground that staff could claim by themselves opens a customer's data."""
    for ground in ("", "request", "emergency", "claim"):
        says_why(desk, customer, ground)
        if looks(desk, customer):
            return False
    return True


@pytest.mark.proves("SF-23")
def test_collection_and_use_are_restricted_by_a_mail(world: World) -> None:
    customer = world.customer(consent_promotions=True)
    number = world.writes(customer.email, "Leave my data alone.")
    path = f"/desk/requests/{number}/"
    desk = world.staff("privacy")
    desk.post(f"{path}sort/", what="right.restrict", about="own")
    expect(desk.open(path).path == path, "a mail is sorted as a wish to restrict")
    desk.fill(f"{path}carry-out/")
    expect("restrict" in world.mail_to(customer.email), "the customer is told that it is done")
    recorded = ["/privacy-centre/held/signin/", "/privacy-centre/activity/"]
    before = [customer.open(page).text for page in recorded]
    world.visitor().fill("/sign-in/", login=customer.email, password=PASSWORD)
    world.visitor().fill("/sign-in/", login=customer.email, password="somebody's guess")
    after = [customer.open(page).text for page in recorded]
    expect(after == before, "signing in and reading pages record nothing")
    for role in ("support", "privacy", "owner"):
        expect(stays_shut(world.staff(role), customer), f"{role} reads nothing without consent")
    changed = desk.post(f"/desk/customers/account/{customer.account}/reseller/", reseller="on")
    expect(changed.status == 409, "staff change nothing")
    offer = world.mailing("promotions", "offers")
    arrived = [mail["Subject"] for mail in world.mails_to(customer.email)]
    expect(offer not in arrived, "only necessary mail goes")


@pytest.mark.proves("IS-42")
def test_staff_ask_before_each_look_unless_a_claim_needs_it(world: World) -> None:
    customer = world.customer()
    offered = customer.open(RESTRICT).html
    expect("#right.restrict" in offered, "the account area offers it by the policy's rule")
    world.restricts(customer)
    desk = world.staff("privacy")
    expect(stays_shut(desk, customer), "staff read nothing by themselves")
    says_why(desk, customer, "consent")
    expect(RESTRICT in world.mail_to(customer.email), "the customer is asked")
    expect(not looks(desk, customer), "nobody reads before they have agreed")
    customer.fill(RESTRICT, "Allow")
    expect(not looks(world.staff("privacy"), customer), "they agreed to a look of one person")
    expect(looks(desk, customer), "what they agreed to is read")
    world.later("1 day")
    desk.comes_back()
    expect(not looks(desk, customer), "they agreed to one look")
    hold = {"records": "*", "reason": "A suit", "purpose": "right.restrict"}
    again = day_at(world.now) + timedelta(days=90)
    desk.post("/desk/holds/new/", subject=customer.email, review_on=again.isoformat(), **hold)
    says_why(desk, customer, "claim")
    expect(looks(desk, customer), "who holds it for a claim reads it for that")
    news = world.mailing("marketing", "marketing")
    arrived = [mail["Subject"] for mail in world.mails_to(customer.email)]
    expect(news not in arrived, "nothing is mailed to them that they could do without")
