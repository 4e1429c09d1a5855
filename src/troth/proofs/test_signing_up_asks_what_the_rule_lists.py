"""The forms of a new customer have a field for all that the rule lists, and take nothing else."""

import pytest

from troth.accounts.models import Account, Person
from troth.gateways.models import PaymentAttempt
from troth.proofs.conftest import Played
from troth.proofs.expect import expect
from troth.proofs.payments import payment_page, takes_payments  # noqa: F401  (a fixture)
from troth.proofs.world import World

ADDRESS = {"street", "postcode", "city", "country"}
# What each promise names that a new customer is asked: at sign-up, or later in the details of the
# account. How somebody pays is asked as they pay.
ASKED = {
    "SS-01": {"name", "phone", "company", *ADDRESS},
    "WM-01": {"name", "email", "phone", *ADDRESS},
    "WT-01": {"name", "phone", *ADDRESS},
    "IS-04": {"name", "email", "phone", *ADDRESS},
}


@pytest.mark.proves(*ASKED)
@pytest.mark.usefixtures("takes_payments")
def test_it_asks_for_these_and_takes_no_other_field(world: World, played: Played) -> None:
    fields = world.visitor().open("/sign-up/").fields
    world.signs_up(email="a@customer.example")
    made = Person.objects.get(email="a@customer.example"), Account.objects.get()
    stored = [value for row in made for value in vars(row).values()]
    answer = world.visitor().post("/sign-up/", nickname="Nick", email="b@customer.example")
    expect(answer.path == "/sign-up/", "a form with a field that no rule lists opens nothing")
    expect("Nick" not in stored, "and nothing of it is stored")
    customer = world.customer()
    fields |= customer.open(f"/account/{customer.account}/details/").fields
    expect(fields >= ASKED[played.promise], "these forms ask for all that is promised")
    path = payment_page(customer)
    page = customer.open(path)
    expect("way" in page.fields, "the payment page asks for a way to pay")
    expect(
        "entered only at the payment service" in page.text,
        "a card's number is typed at the gateway",
    )
    expect(not {"card", "number", "iban"} & page.fields, "and has no field of ours")
    refused = customer.post(path, way="pretend", nickname="Nick")
    expect("nickname" in refused.text, "a field that no rule lists is refused there, too")
    expect(not PaymentAttempt.objects.exists(), "and nothing is paid by it")


@pytest.mark.proves("WM-03")
def test_what_one_likes_is_asked_and_left_empty_stores_nothing(world: World) -> None:
    customer = world.customer()
    page = customer.open("/about-you/")
    expect(page.status == 200, "there is a form about oneself")
    expect({"demographics", "product_usage", "interest"} <= page.fields, "it asks for these")
    customer.fill("/about-you/", interest="backups")
    held = customer.open("/privacy-centre/held/person/")
    shown = customer.open("/about-you/").html
    expect("backups" in shown, "what was typed is stored")
    expect(held.status == 200, "and stands under what we hold")
