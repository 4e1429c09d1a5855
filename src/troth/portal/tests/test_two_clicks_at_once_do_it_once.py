"""The same form sent twice at the same moment: it is done once, and both get a clear answer."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Membership, Person
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy, secret_of
from troth.erasure.models import Hold
from troth.gates.consent import give
from troth.gates.models import ConsentEvent
from troth.identity.tests.sign_up_data import typed
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.people.invite import invite
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def twice(client: Client, path: str, **typed: Any) -> list[tuple[int, str]]:
    """Status and page of the two answers, in the order of their status."""

    def post(browser: Client) -> tuple[int, str]:
        answer = browser.post(path, typed)
        # Reading a file to its end closes it.
        content = b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, content.decode(errors="replace")

    other = Client()
    other.cookies = client.cookies
    return sorted(at_once(lambda: post(client), lambda: post(other)))


def events(event: str) -> int:
    return Entry.objects.filter(event=event).count()


def test_accepting_an_invitation() -> None:
    make.in_force("ispsystem")
    account, friend = make.account(), make.verified(make.person())
    owner = make.owner(account)
    _, secret = invite(account, friend.email, ["support"], by=owner, at=timezone.now())
    answers = twice(signed_in(friend), f"/invitations/{secret}/")
    assert [status for status, _ in answers] == [302, 302]
    assert Membership.objects.filter(person=friend).count() == 1
    assert events("membership.accepted") == 1
    assert Message.objects.filter(person=owner).count() == 1


def test_ending_an_access() -> None:
    make.in_force("softsys")
    account, friend = make.account(), make.person()
    member = make.trusted(account, friend)
    path = f"/account/{account.pk}/people/{member.pk}/end/"
    answers = twice(signed_in(make.owner(account)), path)
    assert [status for status, _ in answers] == [302, 302]
    assert events("membership.ended") == 1
    assert Message.objects.filter(person=friend).count() == 1


def test_asking_for_a_right() -> None:
    make.in_force("websoftmaster")
    person = customer(make.account())
    path = "/privacy-centre/requests/ask/"
    answers = twice(signed_in(person), path, right="access", text="All of it")
    assert [status for status, _ in answers] == [302, 302]
    assert RightsRequest.objects.count() == events("request.asked") == 1


def test_taking_a_request_back() -> None:
    make.in_force("websoftmaster")
    person = customer(make.account())
    asked = ask(person, "access", at=timezone.now())
    answers = twice(signed_in(person), f"/privacy-centre/requests/{asked.pk}/take-back/")
    assert {status for status, _ in answers} <= {302, 409} and answers[0][0] == 302
    assert all("already been closed" in page for status, page in answers if status == 409)
    assert events("request.taken_back") == 1


def test_answering_a_request() -> None:
    make.in_force("softsys")
    asked = ask(make.owner(make.account()), "rectify", at=timezone.now(), channel="email")
    staff = signed_in(make.staff("privacy"))
    path = f"/desk/requests/{asked.pk}/refuse/"
    answers = twice(staff, path, reason="It is right as it is.", text="It is right as it is.")
    assert answers[-1][0] == 302 or "already been closed" in answers[0][1], answers
    assert events("request.refused") == 1


def test_confirming_an_address(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    signed_in(person).post("/security/email/send-again/")
    answers = twice(Client(), mailbox.link_to(person.email))
    assert all(s == 302 or "no longer works" in page for s, page in answers), answers
    assert events("person.email_confirmed") == 1


def test_choosing_a_new_password(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    client = Client()
    client.post("/password/", {"email": person.email})
    form = client.get(mailbox.link_to(person.email))["Location"]
    answers = twice(client, form, password1="battery-staple-7-horse")
    assert [status for status, _ in answers] == [200, 302]
    assert "no longer works" in answers[0][1]
    assert events("person.password_reset") == 1


def test_fetching_a_copy() -> None:
    make.in_force("soffront")
    person = make.verified(customer(make.account()))
    copy = make_copy(ask_copy(person, "json", at=timezone.now()).pk, at=timezone.now())
    assert copy
    answers = twice(signed_in(person), f"/privacy-centre/copies/{secret_of(copy)}/")
    assert [status for status, _ in answers] == [200, 409]
    assert "has been used" in answers[1][1]
    assert events("copy.fetched") == 1


def test_placing_a_hold() -> None:
    make.in_force("softsys")
    chosen = {"records": ["*"], "reason": "A lawsuit", "review_on": "2099-01-01"}
    staff = signed_in(make.staff("privacy"))
    answers = twice(staff, "/desk/holds/new/", subject=str(make.account().pk), **chosen)
    assert [status for status, _ in answers] == [302, 302]
    assert Hold.objects.count() == events("hold.placed") == 1


def test_withdrawing_a_consent() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    give(person, "marketing", at=timezone.now())
    answers = twice(signed_in(person), "/privacy-centre/consents/marketing/", choice="withdraw")
    assert [status for status, _ in answers] == [302, 302]
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1
    assert events("consent.withdrawn") == 1


def test_signing_up(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    client = Client()
    client.get("/sign-up/")
    answers = twice(client, "/sign-up/", **typed())
    assert [status for status, _ in answers] == [302, 302]
    assert Person.objects.count() == events("account.opened") == 1
