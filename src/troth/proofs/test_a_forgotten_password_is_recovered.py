"""Visitors register, sign in, and find back in when they have forgotten their password."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD

CHOSEN = "battery-staple-7-horse"


@pytest.mark.proves("WT-21")
def test_from_signing_up_to_a_new_password(world: World) -> None:
    rules = world.visitor().open("/privacy/").html
    customer = world.customer()
    assert customer.open("/profile/").path == "/profile/"
    again = world.visitor()
    again.fill("/sign-in/", login=customer.email, password="not-the-password")
    assert again.open("/profile/").path == "/sign-in/", "a wrong password opens nothing"
    page = again.open("/password/")
    expect(page.status == 200, "there is a way back to a forgotten password")
    expect('id="feature.identity-recovery"' in rules, "and the policy promises it")
    assert "/password/" in again.open("/sign-in/").links()
    again.fill("/password/", email=customer.email)
    link = world.mailbox.link_to(customer.email)
    again.fill(link, password1=CHOSEN)
    used = world.visitor().open(link).text
    assert "no longer works" in used, "a used link opens nothing"
    again.fill("/sign-in/", login=customer.email, password=PASSWORD)
    assert again.open("/profile/").path == "/sign-in/", "nor does the password from before"
    again.fill("/sign-in/", login=customer.email, password=CHOSEN)
    expect(again.open("/profile/").path == "/profile/", "the new one does")
