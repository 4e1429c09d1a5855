"""Whoever objects to direct marketing, by whatever way, is chosen for no offer any more."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World


@pytest.mark.proves("IS-41")
def test_at_the_page_and_by_mail(world: World) -> None:
    here, writing, silent = (world.customer(consent_marketing=True) for _ in range(3))
    forms = [form.get("action") for form in here.open("/privacy-centre/consents/").tree.forms]
    expect("/privacy-centre/object/" in forms, "the account area offers to object")
    here.fill("/privacy-centre/consents/", "Object to all marketing")
    waiting = world.mailing("marketing", "marketing", fetch=False)

    number, desk = world.writes(writing.email, "No more offers, please."), world.staff("privacy")
    path = f"/desk/requests/{number}/"
    expect('value="right.object"' in desk.open(f"{path}sort/").html, "the desk offers it as well")
    desk.post(f"{path}sort/", what="right.object", about="own")
    desk.fill(f"{path}carry-out/")
    later = world.mailing("marketing", "marketing")

    got = {
        customer.email: {mail["Subject"] for mail in world.mails_to(customer.email)}
        for customer in (here, writing, silent)
    }
    expect({waiting, later} <= got[silent.email], "who has not objected gets the offers")
    expect(not {waiting, later} & got[here.email], "who objected on the page gets none")
    expect(
        not {waiting, later} & got[writing.email],
        "who objected by mail gets none, nor the one that was waiting",
    )
    for customer in (here, writing):
        shown = customer.open("/privacy-centre/consents/").text
        expect("You objected" in shown, "the page of consents says so")
