"""Whoever does not want what is held about them to be used in a new way says so in time."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import Customer, World
from troth.testing.browser import PASSWORD

NEXT = "/privacy/next/"


def got(world: World, customer: Customer, subject: str) -> bool:
    return any(mail["Subject"] == subject for mail in world.mails_to(customer.email))


@pytest.mark.proves("WM-31")
def test_before_its_day_and_the_old_uses_go_on(world: World) -> None:
    declines, changes_their_mind, lets_it_be = [world.customer() for _ in range(3)]
    world.publishes('collect.account.purposes = ["account", "promotion", "survey"]')
    for customer in (declines, changes_their_mind, lets_it_be):
        assert "account, promotion and survey" in world.mail_to(customer.email), "each is told"
    asked = "choice" in {b.get("name") for b in declines.open(NEXT).tree.iter("button")}
    expect(asked, "the page of the next policy offers to decline")
    for customer in (declines, changes_their_mind):
        shown = customer.fill(NEXT, "Decline")
        expect("You have declined this use." in shown.text, "it is noted")
    world.later("30 days")
    changes_their_mind.fill("/sign-in/", login=changes_their_mind.email, password=PASSWORD)
    changes_their_mind.fill("/privacy-centre/consents/", "Allow it after all")
    survey = world.mailing("transactions", "survey")
    expect(not got(world, declines, survey), "whoever declined is left out of the new use")
    expect(got(world, changes_their_mind, survey), "whoever took that back is not")
    expect(got(world, lets_it_be, survey), "nor is whoever said nothing")
    expect(got(world, declines, world.mailing("transactions", "account")), "old uses go on")
