"""Once a year customers are asked whether what is known of them is right."""

import pytest

from troth.proofs.conftest import Played
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World

ASKED = "Is what we know of this account still right?"
# What the page of the policy says of it.
TOLD = {
    "WM-42": "Please keep your contact and billing information up to date",
    "WT-13": "Our terms require you to give us current contact and billing information",
}


def is_asked(customer: Customer) -> bool:
    """Whether the first page of the account asks, and leads to the details."""
    page = customer.open(f"/account/{customer.account}/")
    assert page.status == 200
    return ASKED in page.text and f"/account/{customer.account}/details/" in page.links()


@pytest.mark.proves("IS-17")
def test_an_answer_holds_for_a_year(world: World) -> None:
    customer, other = world.customer(), world.customer()
    details = f"/account/{customer.account}/details/"
    assert not is_asked(customer)
    for _year in range(2):
        world.later("366 days")
        customer.sign_in()
        other.sign_in()
        expect(is_asked(customer), "a year after the last answer it is asked")
        assert other.open(details).status == 404
        assert other.post(f"{details}right/").status == 404
        assert is_asked(customer), "another customer's answer is none"
        customer.fill(details, "everything is correct")
        assert not is_asked(customer), "the answer ends it"
    world.later("366 days")
    customer.sign_in()
    customer.fill(details, city="Other Town")
    assert not is_asked(customer), "and so does a correction"


@pytest.mark.proves(*TOLD)
def test_the_policy_says_so_and_the_account_asks(world: World, played: Played) -> None:
    customer = world.customer()
    page = world.visitor().open("/privacy/")
    assert TOLD[played.promise] in page.text, "the policy says so"
    rule = page.html.partition('id="feature.profile-accuracy"')[2].partition("</details>")[0]
    expect("are asked to keep their details current" in rule, "a rule of it tells who asks")
    world.later("366 days")
    customer.sign_in()
    expect(is_asked(customer), "a year after the last correction the account asks")
