"""Who is let in by a new address has followed a link that went there, before staff decide."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.confirm_sender import has_confirmed_sender
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.tests.test_access_is_regained_through_staff import at_the_desk, link_to, typed
from troth.testing import make

pytestmark = pytest.mark.django_db
NEW = "new@mail.example"


@pytest.fixture
def asked(client: Client) -> RightsRequest:
    """A request from the public page."""
    make.in_force("softsys")
    client.post("/recover/", typed("old@mail.example"))
    return RightsRequest.objects.get()


def page_of(client: Client, link: str) -> str:
    answer = client.get(link)
    assert answer.status_code in (200, 410)
    return str(answer.content.decode())


def test_a_button_confirms_it_once(client: Client, asked: RightsRequest) -> None:
    link = link_to(NEW)
    assert NEW in page_of(client, link)
    assert not has_confirmed_sender(asked)  # a mail program that looks ahead confirms nothing
    for _ in range(2):
        assert "We will write to you here" in client.post(link, follow=True).content.decode()
    assert has_confirmed_sender(asked)
    assert Entry.objects.filter(event="request.sender_confirmed").count() == 1


def test_a_link_that_took_too_long(
    client: Client, asked: RightsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_to(NEW)
    monkeypatch.setattr("troth.requests.have_confirmed._GOOD_FOR", timedelta(seconds=-1))
    assert "no longer works" in page_of(client, link)
    assert client.post(link).status_code == 410 and not has_confirmed_sender(asked)


def test_a_link_of_a_request_that_is_closed(client: Client, asked: RightsRequest) -> None:
    link = link_to(NEW)
    refuse(asked, "It was not you.", at=timezone.now())
    assert "no longer works" in page_of(client, link)


@pytest.mark.parametrize(
    "key", ["x", "1", "1:a:b", "9" * 40 + ":a:b", "\u0661:a:b", "%00", "\u2602"]
)
def test_a_made_up_link(client: Client, asked: RightsRequest, key: str) -> None:
    assert "no longer works" in page_of(client, f"/recover/{key}/")


def test_the_same_form_twice_is_one_request_and_one_mail(
    client: Client, asked: RightsRequest
) -> None:
    link = link_to(NEW)
    client.post("/recover/", typed("Old@Mail.example") | {"address": NEW.upper()})
    assert RightsRequest.objects.get() == asked and link_to(NEW) == link


def test_who_called_gets_the_link_from_staff_and_a_mistyped_one_ends() -> None:
    make.in_force("softsys")
    person = make.verified(make.owner(make.account()))
    called = ask(person, "recover", at=timezone.now(), channel="phone", sender="+49 30 1234567")
    staff, here = at_the_desk("privacy"), f"/desk/requests/{called.pk}/"
    staff.post(f"{here}verify/", {"by": "questions"})
    assert "Have the new address confirmed" in staff.get(here).content.decode()
    staff.post(f"{here}confirm-address/", {"address": "Mistyped@mail.example"})
    mistyped = link_to("mistyped@mail.example")
    staff.post(f"{here}confirm-address/", {"address": NEW})
    assert Client().post(mistyped).status_code == 410
    Client().post(link_to(NEW))
    again = staff.post(f"{here}confirm-address/", {"address": "other@mail.example"})
    assert "already been confirmed" in again.content.decode()
    staff.post(f"{here}carry-out/", {"text": "You are in.", "address": "other@mail.example"})
    assert Person.objects.get(pk=person.pk).email == NEW
