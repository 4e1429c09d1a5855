"""The services are for who has accepted the policy; who refuses keeps their rights."""

import pytest

from troth.proofs.conftest import Played
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World

# Words of each policy of which customers are told when they change.
CHANGES = {
    "soffront": ("Physical, electronic", "Physical, logical"),
    "ispsystem": ("You may withdraw a consent", "You may take a consent back"),
}


def is_led_to_it(customer: Customer, page: str) -> bool:
    """Whether a page of the services leads to the policy in place of what it shows."""
    shown = customer.open(page)
    assert shown.status == 200
    return shown.path == "/accept/"


@pytest.mark.proves("SF-28", "IS-03")
def test_who_refuses_keeps_the_privacy_centre_and_the_way_out(world: World, played: Played) -> None:
    asked = "accept" in world.visitor().open("/sign-up/").fields
    expect(asked, "signing up asks whether the policy is accepted")
    world.signs_up(email="refuses@customer.example", accept=False)
    assert not world.mails_to("refuses@customer.example"), "nobody signs up without accepting it"
    customer = world.customer()
    home = f"/account/{customer.account}/"
    assert not is_led_to_it(customer, home)
    world.replaces(*CHANGES[played.policy])
    customer.sign_in()
    for page in (home, f"{home}tickets/", f"{home}invoices/", "/security/"):
        expect(is_led_to_it(customer, page), f"{page} leads to the policy")
    for page in (
        "/privacy/",
        "/privacy-centre/",
        "/privacy-centre/held/",
        "/profile/",
        "/sign-out/",
    ):
        assert customer.open(page).path == page, f"{page} stays open"
    assert customer.open("/sign-out/").path == "/sign-out/"
    customer.post("/accept/")
    expect(is_led_to_it(customer, home), "a form without the tick accepts nothing")
    customer.fill("/accept/", accept=True)
    assert customer.open(home).path == home, "who accepts goes on"
    customer.fill("/sign-out/")
    assert customer.open(home).path == "/sign-in/"


@pytest.mark.proves("SF-25")
def test_an_agreement_takes_the_place_of_the_tick(world: World, played: Played) -> None:
    customer = world.customer()
    home, path = f"/account/{customer.account}/", f"/desk/customers/account/{customer.account}/"
    world.replaces(*CHANGES[played.policy])
    customer.sign_in()
    assert is_led_to_it(customer, home)
    desk = world.staff("billing")
    expect("Note an agreement" in desk.open(path).text, "the desk can note an agreement")
    desk.fill(path, "Note an agreement")
    expect(customer.open(home).path == home, "who has one gets in without a box")
    held = customer.open("/privacy-centre/held/person/").text
    version = world.policy.tables.policy.version
    ways = ((version, "by ticking a box"), (f"{version}-next", "by an agreement that refers to it"))
    for edition, way in ways:
        noted = f"Version of the policy{edition}How it was accepted{way}When"
        assert noted in held, "each acceptance is on record with edition, way and time"
