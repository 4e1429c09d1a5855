"""Staff say what a mail asks for: a right, a request that there is already, or nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.desk.sort import SortForm
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.take_in import take_in
from troth.testing import make
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Person:
    make.in_force("ispsystem")
    client.force_login(make.staff("privacy"))
    return make.owner(make.full_account())


def mail(sender: str, *, genuine: bool, number: str = "<1@x.example>") -> RightsRequest:
    return take_in(sender, "Hello", mail_id=number, asked_at=make.NOW, at=make.NOW, genuine=genuine)


def test_a_genuine_mail_gets_its_right_and_is_verified(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=True)
    page = client.get(f"/desk/requests/{request.pk}/", follow=True).content.decode()
    assert "vouches for the sender" in page
    there = client.post(
        f"/desk/requests/{request.pk}/sort/", {"what": "right.rectify", "about": "own"}
    )
    assert there.headers["Location"] == f"/desk/requests/{request.pk}/"
    request.refresh_from_db()
    assert (request.right, request.rule) == ("rectify", "right.rectify")
    assert request.verified_by == "registered-email"
    assert request.due_on == (make.NOW + timedelta(days=30)).date()  # one month from 15 June
    sorted_ = Entry.objects.get(event="request.sorted")
    assert sorted_.subject == person.pseudonym
    again = client.post(f"/desk/requests/{request.pk}/sort/", {"what": "aside:advertisement"})
    assert again.headers["Location"] == f"/desk/requests/{request.pk}/"


def test_an_unproved_sender_is_a_hint_and_no_more(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=False)
    assert not request.person_id
    page = client.get(f"/desk/requests/{request.pk}/sort/").content.decode()
    assert f'value="{person.email}"' in page
    sent = {"what": "right.access", "about": "own", "customer": "nobody@x.example"}
    path = f"/desk/requests/{request.pk}/sort/"
    assert "No customer has this address" in client.post(path, sent).content.decode()
    client.post(path, sent | {"customer": person.email})
    request.refresh_from_db()
    assert (request.person, request.verified_at) == (person, None)


def test_staff_are_no_customers(client: Client, person: Person) -> None:
    colleague = make.staff("support")
    path = f"/desk/requests/{mail(colleague.email, genuine=False).pk}/sort/"
    assert f'value="{colleague.email}"' not in client.get(path).content.decode()
    page = client.post(path, {"what": "right.access", "about": "own", "customer": colleague.email})
    assert b"No customer has this address" in page.content


def test_an_answer_goes_to_its_request(client: Client, person: Person) -> None:
    asked = ask(person, "rectify", at=make.NOW, channel="email", text="What do you hold?")
    request = mail(person.email, genuine=True)
    path = f"/desk/requests/{request.pk}/sort/"
    assert f"It belongs to request {asked.pk}" in client.get(path).content.decode()
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


def test_what_asks_for_nothing_is_put_aside(client: Client, person: Person) -> None:
    request = mail("shop@x.example", genuine=False)
    client.post(f"/desk/requests/{request.pk}/sort/", {"what": "aside:advertisement"})
    request.refresh_from_db()
    assert (request.state, request.sender, request.text) == ("put aside", "", "")
    assert Entry.objects.get(event="request.discarded").counts["why"] == "advertisement"
    listed = client.get("/desk/", {"state": "put aside"}).content.decode()
    assert f"/desk/requests/{request.pk}/" in listed
    page = client.get(f"/desk/requests/{request.pk}/").content.decode()
    assert "an advertisement" in page


def test_a_mail_that_a_colleague_has_dealt_with(client: Client, person: Person) -> None:
    request = mail("shop@x.example", genuine=False)
    path = f"/desk/requests/{request.pk}/sort/"
    client.post(path, {"what": "aside:advertisement"})
    for what in ("aside:advertisement", "right.access"):
        answer = client.post(path, {"what": what, "about": "own"}, follow=True)
        assert answer.request["PATH_INFO"] == "/desk/"
        assert "This mail has already been sorted." in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "event"), [("right.access", "request.sorted"), ("aside:twice", "request.discarded")]
)
@pytest.mark.django_db(transaction=True)
def test_two_who_sort_it_at_the_same_moment(client: Client, what: str, event: str) -> None:
    make.in_force("ispsystem")
    client.force_login(make.staff("privacy"))
    request = mail("shop@x.example", genuine=False)
    path = f"/desk/requests/{request.pk}/sort/"
    colleague = Client()
    colleague.force_login(make.staff("privacy"))
    answers = at_once(
        lambda: client.post(path, {"what": what, "about": "own"}),
        lambda: colleague.post(path, {"what": what, "about": "own"}),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(event=event).count() == 1


def test_a_request_that_is_closed_while_a_mail_is_added(
    client: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(person, "access", at=make.NOW, channel="email")
    request = mail(person.email, genuine=True)
    is_valid = SortForm.is_valid

    def closed_meanwhile(form: SortForm) -> bool:
        valid = is_valid(form)
        refuse(asked, "It is right as it is.", at=make.NOW)
        return valid

    monkeypatch.setattr(SortForm, "is_valid", closed_meanwhile)
    answer = client.post(f"/desk/requests/{request.pk}/sort/", {"what": str(asked.pk)})
    assert "That request has since been closed" in answer.content.decode()
    assert RightsRequest.objects.filter(pk=request.pk, right="").exists()


def test_roles_that_answer_single_rights_do_not_see_it(client: Client, person: Person) -> None:
    request = mail(person.email, genuine=True)
    client.force_login(make.staff("billing"))
    assert client.get(f"/desk/requests/{request.pk}/sort/").status_code == 403
    assert f"/desk/requests/{request.pk}/" not in client.get("/desk/").content.decode()


def test_a_second_one_for_the_same_stands_by_itself(client: Client, person: Person) -> None:
    first = ask(person, "rectify", at=make.NOW, channel="portal", text="My name.")
    request = mail(person.email, genuine=True)
    there = client.post(
        f"/desk/requests/{request.pk}/sort/", {"what": "right.rectify", "about": "own"}
    )
    assert there.headers["Location"] == f"/desk/requests/{request.pk}/"
    request.refresh_from_db()
    assert request.right == "rectify" and request.due_on and request.verified_at
    first.refresh_from_db()
    assert first.text == "My name."


def test_what_came_before_the_request_it_belongs_to_shortens_the_time(
    client: Client, person: Person
) -> None:
    asked = ask(person, "rectify", at=make.NOW + timedelta(days=9), channel="portal")
    request = mail(person.email, genuine=True)  # on the first of these days
    client.post(f"/desk/requests/{request.pk}/sort/", {"what": str(asked.pk)})
    before = asked.due_on
    asked.refresh_from_db()
    assert before and asked.due_on == before - timedelta(days=9)
