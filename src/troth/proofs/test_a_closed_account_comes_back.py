"""A closed account can be had back as it was, until its time has run."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD


@pytest.mark.proves("WT-16")
def test_eleven_months_later_under_the_same_address(world: World) -> None:
    customer = world.customer()
    path = f"/account/{customer.account}/close/"
    customer.fill(path, confirmation=PASSWORD)
    world.later("11 months")
    world.night()
    world.signs_up(email=customer.email)
    mine = world.visitor()
    mine.fill("/sign-in/", login=customer.email, password=PASSWORD)
    buttons = [b.get("value") for b in mine.open(path).tree.iter("button")]
    expect("reopen" in buttons, "the closed account can be taken up again")
    mine.fill(path, "Reopen the account")
    expect("It was closed on" not in mine.open(path).text, "it is open again, as it was")
