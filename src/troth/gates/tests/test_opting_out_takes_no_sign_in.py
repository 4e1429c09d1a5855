"""Whoever wants their data neither sold nor shared says so by a link, an address or a browser."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.models import ConsentEvent
from troth.gates.opt_out import has_opted_out
from troth.requests.ask import ask
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PAGE, CENTRE = "/privacy/opt-out/", "/privacy-centre/"
RULE = '[right.opt-out]\nin = ["california"]\nask = ["page", "portal", "email", "gpc"]\n'


@pytest.fixture
def person() -> Person:
    make.in_force(make.changed("softsys", rules=RULE))
    return make.owner(make.account())


def is_out(person: Person) -> bool:
    return has_opted_out(person, at=timezone.now())


def test_every_page_leads_there_where_the_policy_has_it(person: Person) -> None:
    for client, address in ((Client(), "/"), (signed_in(person), CENTRE)):
        assert f'href="{PAGE}"' in client.get(address).text
    assert Client().get("/.well-known/gpc.json").json()["gpc"] is True
    make.in_force("softsys")
    assert PAGE not in Client().get("/").text
    for address in (PAGE, "/.well-known/gpc.json"):
        assert Client().get(address).status_code == 404


def test_by_an_address_that_gives_nobody_away(person: Person) -> None:
    told = [
        Client().post(PAGE, {"email": email}).text.replace(email, "")
        for email in (person.email, "nobody@customer.example")
    ]
    assert "your data is neither sold" in told[0] and told[0] == told[1]
    assert is_out(person)
    assert ConsentEvent.objects.get().channel == "page"


def test_signed_in_with_one_click_and_back(person: Person) -> None:
    client = signed_in(person)
    assert "You have opted out" in client.post(PAGE, {"choice": "out"}, follow=True).text
    assert is_out(person)
    client.post(PAGE, {"choice": "in"})
    assert not is_out(person)


@pytest.mark.parametrize(
    ("header", "out"),
    [("Sec-GPC", True), ("DNT", False)],  # the policy heeds no DNT
)
def test_by_a_signal_that_the_policy_heeds(person: Person, header: str, out: bool) -> None:
    signed_in(person).get(CENTRE, headers={header: "1"})
    assert is_out(person) is out
    assert ("honour it" in Client().get(PAGE, headers={header: "1"}).text) is out


def test_a_signal_does_not_undo_what_the_person_said(person: Person) -> None:
    signed_in(person).post(PAGE, {"choice": "in"})
    signed_in(person).get(CENTRE, HTTP_SEC_GPC="1")
    assert not is_out(person)


def test_a_mail_that_asks_is_carried_out_at_the_desk(person: Person) -> None:
    request = ask(person, "opt-out", at=timezone.now(), channel="email", rule="right.opt-out")
    privacy = signed_in(make.staff("privacy"))
    privacy.post(f"/desk/requests/{request.pk}/carry-out/", {"text": "It is so."})
    assert is_out(person)
