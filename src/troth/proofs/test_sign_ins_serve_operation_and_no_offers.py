"""Who signed in, when and from where, tells the desk of loads and breaches, and of no buyers."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World


@pytest.mark.proves("WT-07")
def test_the_desk_reads_them_and_writes_to_nobody_for_them(world: World) -> None:
    """A view of the load of all is still to come."""
    customer = world.customer()
    desk = world.staff("support")
    records = f"/desk/customers/person/{customer.person}/"
    shown = desk.open(records)
    (signins,) = {link for link in shown.links() if "signin" in link}
    shown = desk.open(signins)
    assert "127.0.0.1" in shown.text, "support sees from where somebody signed in"
    read = customer.open("/privacy-centre/activity/").text
    assert "Read:" in read and "IP addresses" in read, "who reads them is logged"
    all_ = world.mailing("mailings", "mailings")
    assert all_ in {mail["Subject"] for mail in world.mails_to(customer.email)}
    some = world.mailing("mailings", "mailings", signed_in="7")
    told = "collect.signin does not list purpose.mailings" in world.answer.text
    expect(told, "to write offers to who signed in is refused, naming the purpose")
    got = {mail["Subject"] for mail in world.mails_to(customer.email)}
    expect(some not in got, "and nothing goes out")
    assert told or some in got
