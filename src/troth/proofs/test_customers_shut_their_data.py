"""What a customer shuts is shut to staff and to whom they trust, but for an emergency."""

import pytest

from troth.accounts.models import Account, Person
from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import World
from troth.testing import make

OPTIONS = "/privacy-centre/options/"


@pytest.mark.proves("SF-18")
def test_options_limit_who_reaches_what(world: World) -> None:
    customer, friend = world.customer(), world.customer()
    account = Account.objects.get(pk=customer.account)
    make.ticket(account, at=world.now)
    make.trusted(account, Person.objects.get(pk=friend.person))
    tickets = f"/account/{customer.account}/tickets/"
    person = f"/desk/customers/person/{customer.person}/"
    assert friend.open(tickets).status == 200

    def looks(desk: Visitor) -> bool:
        return customer.email in desk.open(person).text

    expect(customer.open(OPTIONS).status == 200, "there are options")
    expect(looks(world.staff("support")), "what is not shut is open")
    customer.fill(OPTIONS, categories=["contact", "content"])
    expect(friend.open(tickets).status == 403, "whom they trust see it no more")
    why = f"{person}reason/?of=identity,contact,company,usage"
    for role in ("support", "billing", "privacy", "owner"):
        desk = world.staff(role)
        for ground in ("", "request", "claim", "consent"):
            desk.post(why, ground=ground, reason="I am curious")
            expect(not looks(desk), f"it is shut to {role}")
    desk = world.staff("support")
    desk.post(why, ground="emergency", reason="Their server attacks others")
    expect(looks(desk), "an emergency opens it")
    told = "Their server attacks others"
    expect(told in world.mail_to(customer.email), "of which they are told at once")
    expect(told in customer.open("/privacy-centre/activity/").text, "and which is on record")
    customer.post(OPTIONS)
    expect(friend.open(tickets).status == 200, "once the ticks are gone it opens")
    expect(looks(world.staff("support")), "to staff as well")
