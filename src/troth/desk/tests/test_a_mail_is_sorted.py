"""Staff say what a mail asks for: a right, a request that there is already, or nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.privacy.models import RightsRequest
from troth.privacy.requests.ask import ask
from troth.privacy.requests.take_in import take_in
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Person:
    make.in_force("ispsystem")
    client.force_login(make.staff("privacy"))
    return make.owner(make.full_account())


def mail(sender: str, *, genuine: bool, number: str = "<1@x.example>") -> RightsRequest:
    request = take_in(
        sender, "Hello", mail_id=number, asked_at=make.NOW, at=make.NOW, genuine=genuine
    )
    assert request
    return request


def test_a_genuine_mail_gets_its_right_and_is_verified(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=True)
    page = client.get(f"/desk/requests/{request.pk}/", follow=True).content.decode()
    assert "vouches for the sender" in page
    there = client.post(f"/desk/requests/{request.pk}/sort/", {"what": "right.access"})
    assert there.headers["Location"] == f"/desk/requests/{request.pk}/"
    request.refresh_from_db()
    assert (request.right, request.rule) == ("access", "right.access")
    assert request.verified_by == "registered-email"
    assert request.due_on == (make.NOW + timedelta(days=30)).date()  # one month from 15 June
    sorted_ = Entry.objects.get(event="request.sorted")
    assert sorted_.subject == person.pseudonym
    again = client.post(f"/desk/requests/{request.pk}/sort/", {"what": "discard"})
    assert again.headers["Location"] == f"/desk/requests/{request.pk}/"


def test_an_unproved_sender_is_a_hint_and_no_more(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=False)
    assert not request.person_id
    page = client.get(f"/desk/requests/{request.pk}/sort/").content.decode()
    assert f'value="{person.email}"' in page
    sent = {"what": "right.access", "customer": "nobody@x.example"}
    path = f"/desk/requests/{request.pk}/sort/"
    assert "No customer has this address" in client.post(path, sent).content.decode()
    client.post(path, sent | {"customer": person.email})
    request.refresh_from_db()
    assert (request.person, request.verified_at) == (person, None)


def test_an_answer_goes_to_its_request(client: Client, person: Person) -> None:
    asked = ask(person, "access", at=make.NOW, channel="email", text="What do you hold?")
    request = mail(person.email, genuine=True)
    path = f"/desk/requests/{request.pk}/sort/"
    assert f"It belongs to request {asked.pk}" in client.get(path).content.decode()
    refused = client.post(path, {"what": "right.access"}).content.decode()
    assert f"Request {asked.pk} asks for the same" in refused
    there = client.post(path, {"what": str(asked.pk)})
    assert there.headers["Location"] == f"/desk/requests/{asked.pk}/"
    asked.refresh_from_db()
    assert asked.text == "What do you hold?\n\n2026-06-15:\nHello"
    assert asked.verified_by == "registered-email"
    assert not RightsRequest.objects.filter(pk=request.pk).exists()


def test_nobody_elses_request_is_offered(client: Client, person: Person) -> None:
    other = ask(make.person(), "access", at=make.NOW, channel="portal")
    request = mail("", genuine=False)
    path = f"/desk/requests/{request.pk}/sort/"
    assert f"request {other.pk}" not in client.get(path).content.decode()
    assert "valid choice" in client.post(path, {"what": str(other.pk)}).content.decode()


def test_what_asks_for_nothing_is_deleted(client: Client, person: Person) -> None:
    request = mail("shop@x.example", genuine=False)
    client.post(f"/desk/requests/{request.pk}/sort/", {"what": "discard"})
    assert not RightsRequest.objects.exists()
    assert Entry.objects.filter(event="request.discarded").exists()


def test_roles_that_answer_single_rights_do_not_see_it(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=True)
    client.force_login(make.staff("billing"))
    assert client.get(f"/desk/requests/{request.pk}/sort/").status_code == 403
    assert f"/desk/requests/{request.pk}/" not in client.get("/desk/").content.decode()
