"""Whom an owner trusts sees what was granted, and nothing once that is taken back."""

import re

import pytest

from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import World
from troth.testing.browser import PASSWORD

FRIEND = "friend@customer.example"


@pytest.mark.proves("IS-28")
def test_from_the_invitation_to_the_end_of_the_access(world: World) -> None:
    owner, friend = world.customer(), Visitor()
    home = f"/account/{owner.account}"
    invite = owner.open(f"{home}/people/invite/")
    if invite.path.startswith("/security/it-is-me/"):
        owner.fill(invite.path, password=PASSWORD)
        invite = owner.open(f"{home}/people/invite/")
    expect(invite.status == 200, "somebody can be invited")
    owner.fill(f"{home}/people/invite/", email=FRIEND, scopes=["billing"])
    link = world.mailbox.link_to(FRIEND)
    friend.fill(f"{link}join/", name="A Friend", password=PASSWORD, of_age=True, accept=True)
    friend.fill("/sign-in/", login=FRIEND, password=PASSWORD)
    seen = friend.open(f"{home}/invoices/")
    expect((seen.path, seen.status) == (f"{home}/invoices/", 200), "they see what was granted")
    for page in ("tickets", "details", "activity", "people"):
        assert friend.open(f"{home}/{page}/").status == 403, f"{page} is not theirs"
    register = owner.open(f"{home}/disclosures/").text
    expect("trusted" in register, "the register of disclosures has it")
    people = owner.open(f"{home}/people/")
    member = re.search(rf"{home}/people/\d+/", people.html)
    assert member
    owner.fill(member[0], "End")
    expect(friend.open(f"{home}/invoices/").status == 404, "ending it shuts that at once")
