"""An account is kept for the time that the policy says, and is gone in the night after it."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD


@pytest.mark.proves("SS-13")
def test_seven_years_after_the_last_attempt_to_sign_in(world: World) -> None:
    customer = world.customer()
    world.later("6 years")
    world.visitor().fill("/sign-in/", login=customer.email, password="not-the-password")
    world.later("7 years")
    world.night()
    world.night()
    expect(not world.holds_account(customer), "the account is gone 7 years after the last attempt")


@pytest.mark.proves("WT-15")
def test_twelve_months_after_it_was_closed(world: World) -> None:
    customer = world.customer()
    customer.fill(f"/account/{customer.account}/close/", confirmation=PASSWORD)
    world.later("12 months")
    world.night()
    expect(not world.holds_account(customer), "the account is gone 12 months after it was closed")
