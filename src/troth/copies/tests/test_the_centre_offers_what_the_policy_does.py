"""The first page of the privacy centre: the ways that a policy offers, and the state of things."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from troth.accounts.restrict import restrict
from troth.erasure.ask_erasure import ask_erasure
from troth.policy.shipped import shipped
from troth.requests.ask import ask
from troth.requests.take_back import take_back
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def centre(client: Client) -> str:
    answer = client.get("/privacy-centre/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", shipped())
def test_every_way_that_is_shown_opens(name: str) -> None:
    make.in_force(name)
    client = signed_in(make.owner(make.full_account()))
    html = centre(client)
    ways = ["held", "download", "erase", "disclosures", "activity", "profile", "requests"]
    for way in ways:
        address = reverse(way)
        assert f'href="{address}"' in html, way
        assert client.get(address).status_code == 200, way
    assert (f'href="{reverse("bring_in")}"' in html) is (name == "ispsystem")


def test_it_tells_the_state_of_things() -> None:
    make.in_force("websoftmaster")
    person = make.verified(make.owner(make.account()))
    client = Client()
    client.force_login(person)
    assert "notice" not in centre(client)
    ask(person, "export", at=timezone.now())
    ask_erasure(person, at=timezone.now())
    html = centre(client)
    assert "Download your data" in html
    assert html.count("We answer by") == 2
    restrict(person, at=make.NOW)
    assert "restricted since" in centre(client)


def test_what_is_open_stands_before_what_is_answered() -> None:
    make.in_force("websoftmaster")
    person = make.verified(make.owner(make.account()))
    client = Client()
    client.force_login(person)
    old, new = ask(person, "export", at=make.NOW), ask(person, "rectify", at=make.NOW)
    take_back(new, at=make.NOW)
    html = client.get("/privacy-centre/requests/").content.decode()
    asked = html.partition("Your requests</h2>")[2]
    assert 0 < asked.index(f"/{old.pk}/") < asked.index(f"/{new.pk}/")
