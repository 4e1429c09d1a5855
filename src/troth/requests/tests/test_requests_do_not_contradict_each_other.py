"""What contradicts an earlier request is refused with the reason, or leads to that request."""

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.accounts.restrict import restrict
from troth.erasure.ask_erasure import ask_erasure
from troth.gates.models import ConsentEvent
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
STOPS_IT = "a restriction would stop that"


@pytest.fixture(params=["ispsystem", "softsys", "websoftmaster"])
def person(request: pytest.FixtureRequest) -> Person:
    make.in_force(request.param)
    return make.verified(make.owner(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return signed_in(person)


def asks(client: Client, right: str) -> str:
    sent = {"right": right, "about": "own", "text": "Please."}
    return client.post("/privacy-centre/requests/ask/", sent, follow=True).text


def test_a_restriction_while_an_erasure_runs(person: Person, client: Client) -> None:
    ask_erasure(person, at=make.NOW)
    assert STOPS_IT in client.get("/privacy-centre/restrict/").text
    client.post("/privacy-centre/restrict/", {"choice": "restrict"})
    asks(client, "restrict")
    person.refresh_from_db()
    assert person.restricted_at is None
    assert not RightsRequest.objects.filter(right="restrict").exists()


def test_an_erasure_while_a_restriction_holds(person: Person, client: Client) -> None:
    restrict(person, at=make.NOW)
    assert "Lift the restriction first." in client.get("/privacy-centre/erase/").text
    assert "restricted since" in client.get("/privacy-centre/restrict/").text


def test_a_correction_of_what_is_about_to_go(person: Person, client: Client) -> None:
    ask_erasure(person, at=make.NOW)
    asks(client, "rectify")
    assert not RightsRequest.objects.filter(right="rectify").exists()


def test_a_copy_of_what_is_about_to_go_and_an_erasure_before_the_answer(
    person: Person, client: Client
) -> None:
    asked = ask(person, "information", at=make.NOW)
    assert f"/privacy-centre/requests/{asked.pk}/" in client.get("/privacy-centre/erase/").text
    ask_erasure(person, at=make.NOW)
    assert "Download it before that is done" in client.get("/privacy-centre/download/").text


def test_the_same_twice(person: Person, client: Client) -> None:
    first = ask(person, "information", at=make.NOW)
    page = asks(client, "information")
    assert "You have asked for this already" in page
    assert list(RightsRequest.objects.filter(person=person)) == [first]


def test_what_was_withdrawn_is_not_withdrawn_again() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    client = signed_in(person)
    for choice, told in (
        ("give", "Your choice has been saved"),
        ("give", "You had agreed to this already."),
        ("withdraw", "Your choice has been saved"),
        ("withdraw", "You had withdrawn this already."),
    ):
        address = "/privacy-centre/consents/marketing/"
        assert told in client.post(address, {"choice": choice}, follow=True).text
    assert ConsentEvent.objects.filter(person=person).count() == 2


def test_who_has_objected_does_not_object_again() -> None:
    make.in_force("ispsystem")
    person = make.owner(make.account())
    client = signed_in(person)
    objections = ConsentEvent.objects.filter(person=person)
    client.post("/privacy-centre/object/")
    once = objections.count()
    page = client.post("/privacy-centre/object/", follow=True).text
    assert once and "You had objected already." in page and objections.count() == once
