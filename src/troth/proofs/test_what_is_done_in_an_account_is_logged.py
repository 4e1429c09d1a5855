"""What is ordered, and what is done with it, stands in the account's log."""

import re

import pytest

from troth.proofs.expect import expect
from troth.proofs.shop import orders, sells
from troth.proofs.world import World


@pytest.mark.proves("SS-02")
def test_an_order_and_a_change_of_plan(world: World) -> None:
    customer, desk = world.customer(), world.staff("billing")
    small, large = sells(world), sells(world, "Hosting L")
    orders(customer, small)
    services = customer.open(f"/account/{customer.account}/services/")
    (number,) = {*re.findall(r"/services/(\d+)/", services.html)}
    path = f"/desk/services/{number}/"
    assert "Hosting" in services.text, "the service names what was chosen"
    wish = f"{path}change/?offer={large.pk}&months=1&quantity=1"
    changed = desk.fill(wish, "Change")
    assert "is changed" in changed.text
    log = customer.open(f"/account/{customer.account}/activity/").text
    for line in ("something was ordered", "service changed"):
        expect(line in log.lower(), f"the log has a line: {line}")
