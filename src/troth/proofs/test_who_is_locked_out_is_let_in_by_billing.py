"""Whoever cannot get in any more is let in by the billing department, and by nobody else's word."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.requests.models import RightsRequest


@pytest.mark.proves("SS-06")
def test_once_the_address_is_confirmed_and_who_asks_is_proved(world: World) -> None:
    customer, new = world.customer(), "new@mail.example"
    asked = {"email": customer.email, "address": new, "text": "I lost my mailbox."}
    world.visitor().fill("/recover/", **asked)
    path = f"/desk/requests/{RightsRequest.objects.get().pk}/"
    desk = world.staff("billing")
    expect(path in desk.open("/desk/").links(), "billing has it in its inbox")

    carry_out = f"{path}carry-out/"
    early = desk.post(carry_out, text="You are in.", address=new)
    expect("First verify who is asking" in early.text, "it is refused without a proof")
    desk.fill(f"{path}verify/", by="questions", email=customer.email)
    early = desk.post(carry_out, text="You are in.", address=new)
    expect("Have the address confirmed first" in early.text, "and before the link was followed")
    world.visitor().fill(world.mailbox.link_to(new))
    desk.fill(carry_out)

    newcomer, password = world.visitor(), "another-Horse-7-battery"
    newcomer.fill(world.mailbox.link_to(new), password1=password)
    newcomer.fill("/sign-in/", login=new, password=password)
    account = newcomer.open(f"/account/{customer.account}/")
    expect(account.status == 200, "the new address opens the account")
