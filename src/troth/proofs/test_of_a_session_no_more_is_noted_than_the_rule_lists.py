"""Of a session its time and its Internet address are noted, and nothing that no rule lists."""

import pytest
from django.test import Client

from troth.accounts.models import Session, Signin
from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import World
from troth.testing.browser import PASSWORD

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.proves("WT-02")
def test_signing_in_reading_and_signing_out(world: World) -> None:
    customer = world.customer()
    world.later("1 day")
    mine = Visitor(Client(REMOTE_ADDR="192.0.2.7", headers={"User-Agent": BROWSER}))
    mine.fill("/sign-in/", login=customer.email, password=PASSWORD)
    began = world.now
    for page in ("/profile/", "/security/history/"):
        shown = mine.open(page)
    noted = Session.objects.filter(person=customer.person).latest("created_at")
    expect("192.0.2.7" in shown.text, "the history shows the address of the session")
    expect(f"{began.day} {began:%B %Y}" in shown.text, "and its day")
    expect(noted.ip == "192.0.2.7", "the session is noted with its address")
    assert noted.created_at.date() == noted.seen_at.date() == began.date()
    mine.fill("/sign-out/")
    rows = list(Signin.objects.filter(person=customer.person).values())
    expect("192.0.2.7" in {row["ip"] for row in rows}, "the record of it stays")
    assert "Firefox" not in f"{shown.html}{rows}{noted.user_agent}", "no rule lists the browser"
