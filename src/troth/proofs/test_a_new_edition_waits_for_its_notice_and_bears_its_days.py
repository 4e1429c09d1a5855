"""A policy that is published is announced, takes effect when promised, and bears its days."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World

PAGE, NEXT = "/privacy/", "/privacy/next/"
SENTENCE = "Thank you for reading."


@pytest.mark.proves("WT-18")
def test_each_change_waits_for_30_days_after_it_was_posted(world: World) -> None:
    world.publishes('collect.account.optional = ["company"]', sentence=SENTENCE)

    def holds(old: bool) -> None:
        page = world.visitor().open(PAGE)
        expect((SENTENCE not in page.text) == old, "the page shows the text that is in force")
        asked = "tax_id" in world.visitor().open("/sign-up/").fields
        expect(asked == old, "signing up does what that text says")
        expect((NEXT in page.links()) == old, "the page leads to the next text until its day")

    holds(old=True)
    changes = world.visitor().open(NEXT).text
    assert SENTENCE in changes and "15 July 2026" in changes or "16 June 2026" in changes
    world.later("29 days")
    holds(old=True)
    world.later("1 day")
    holds(old=False)


@pytest.mark.proves("IS-32")
def test_of_what_affects_rights_everybody_has_a_mail_and_a_message(world: World) -> None:
    customers = [world.customer(), world.customer()]
    world.publishes('right.export.formats = ["json"]', sentence=SENTENCE)
    shown = world.visitor().open(NEXT).text
    assert SENTENCE in shown and "JSON" in shown, "the site publishes what changes"
    for customer in customers:
        expect(f"New: {SENTENCE}" in world.mail_to(customer.email), "each user has a mail")
        area = customer.open(f"/account/{customer.account}/messages/").text
        expect("our privacy policy changes on" in area, "and a message in the account area")


@pytest.mark.proves("IS-33")
def test_the_page_states_the_day_from_which_it_is_in_force(world: World) -> None:
    page = world.visitor().open(PAGE).text
    expect("In force since 12 November 2018." in page, "the page states the day")
    world.publishes(sentence=SENTENCE)
    assert "takes effect on 29 June 2026" in world.visitor().open(NEXT).text
    world.later("13 days")
    expect("since 12 November 2018." in world.visitor().open(PAGE).text, "the old one stands")
    world.later("1 day")
    page = world.visitor().open(PAGE).text
    expect("In force since 29 June 2026." in page, "the new one has its own day")


@pytest.mark.proves("WM-45", "SF-26")
def test_the_page_bears_the_day_of_its_latest_publication(world: World) -> None:
    world.later("1 week")
    world.publishes("policy.effective = 2020-01-01")
    page = world.visitor().open(PAGE).text
    expect("Last changed on 22 June 2026." in page, "the page bears the day of publication")
    if world.policy.file == "soffront":
        expect("from time to time" in page, "readers are asked to check it")
