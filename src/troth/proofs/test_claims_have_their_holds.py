"""What a legal claim needs is held for it, and read by whoever answers for the hold."""

from datetime import timedelta

import pytest

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import World
from troth.testing import make
from troth.testing.browser import PASSWORD


@pytest.mark.proves("WM-44")
def test_a_claim_is_kept_and_read_by_who_owns_its_hold(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    make.ticket(Account.objects.get(pk=customer.account), at=world.now)
    again = day_at(world.now) + timedelta(days=90)
    page = "/desk/holds/new/"
    expect("purpose" in desk.open(page).fields, "the desk places holds for a claim")
    hold = {"records": "ticket", "purpose": "purpose.claims", "reason": "Their suit of May"}
    desk.post(page, subject=customer.account, review_on=again.isoformat(), **hold)
    expect("purpose.claims" in desk.open("/desk/holds/").text, "the hold names its rule")
    customer.fill("/privacy-centre/erase/", confirmation=PASSWORD)
    world.later("3 days")
    world.night()
    tickets = f"/desk/customers/account/{customer.account}/ticket/"
    why = f"/desk/customers/account/{customer.account}/reason/?of=content,identity,device"

    def reads(staff: Visitor) -> bool:
        staff.post(why, ground="claim", reason="Their suit of May")
        return "It does not work." in staff.open(tickets).text

    expect(not reads(world.staff("privacy")), "a claim without a hold of one's own is refused")
    desk.comes_back()
    expect(reads(desk), "what the hold names survived, and is read for the claim")
