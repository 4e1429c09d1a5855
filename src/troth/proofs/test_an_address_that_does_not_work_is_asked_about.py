"""An address from which mails come back is asked about, and emptied where nobody gives another."""

from datetime import timedelta

import pytest

from troth.accounts.models import Person
from troth.core.day import day, day_at
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World
from troth.testing.browser import PASSWORD


def mailed(world: World, customer: Customer) -> bool:
    """Whether the next mail to everybody reaches a customer."""
    subject = world.mailing("marketing", "marketing")
    return any(mail["Subject"] == subject for mail in world.mails_to(customer.email))


@pytest.mark.proves("IS-52")
def test_after_two_mails_came_back_nothing_goes_there_any_more(world: World) -> None:
    careless, careful = (world.customer(consent_marketing=True) for _ in range(2))
    for _ in range(2):
        for customer in (careless, careful):
            assert mailed(world, customer)
            world.bounces(world.mails_to(customer.email)[-1])
    page = careless.open(f"/account/{careless.account}/")
    expect("came back" in page.text, "the account asks for another address")
    expect(f"by {day(day_at(world.now) + timedelta(days=30))}" in page.text, "until a set day")
    expect(not mailed(world, careless), "nothing is sent to the address that does not work")
    letters = careless.open(f"/account/{careless.account}/messages/").text
    expect("News" in letters, "it stands in the account area")

    new = "right@customer.example"
    careful.fill("/security/it-is-me/password/", password=PASSWORD)
    careful.fill("/security/email/", email=new)
    careful.fill(world.mailbox.link_to(new))
    careful.email = new
    expect(mailed(world, careful), "the address that was given in its place is written to")

    world.later("30 days")
    world.night()
    held = [person.email for person in Person.objects.filter(pk=careless.person)]
    expect(careless.email not in held, "what is not put right by that day is emptied")
    again = world.visitor()
    again.fill("/sign-in/", login=careless.email, password=PASSWORD)
    expect("emptied" in again.open("/privacy-centre/activity/").text, "the activity says so")
    expect(Person.objects.get(pk=careful.person).email == new, "what was put right stays")
