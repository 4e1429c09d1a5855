from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from troth.accounts.models import Activity, Session, Signin
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(email: str, password: str) -> int:
    browser = Client(headers={"User-Agent": "A Browser"})
    return browser.post("/sign-in/", {"login": email, "password": password}).status_code


def test_success_and_failure_are_written_down() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    assert attempt(person.email, "wrong") == 200
    assert attempt(person.email, PASSWORD) == 302
    first, second = Signin.objects.order_by("pk")
    assert (first.succeeded, second.succeeded) == (False, True)
    assert second.ip == "127.0.0.1" and second.user_agent == "A Browser"
    person.refresh_from_db()
    assert person.last_seen_at == second.at
    assert Session.objects.get().person == person


def test_a_session_knows_where_from_since_when_and_until_when_it_was_used() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    browser = Client(headers={"User-Agent": "A Browser"})
    browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    hour = timedelta(hours=1)
    Session.objects.update(created_at=F("created_at") - hour, seen_at=F("seen_at") - hour)
    browser.post("/profile/", {"name": "Another Name", "phone": ""})
    session = Session.objects.get()
    assert (session.ip, session.user_agent) == ("127.0.0.1", "A Browser")
    assert session.seen_at - session.created_at > timedelta(minutes=50)
    assert Activity.objects.filter(person=person).exists()  # what was done, one after the other


def test_an_unknown_address_leaves_no_trace() -> None:
    make.in_force("softsys")
    attempt("unknown@customer.example", "wrong")
    assert not Signin.objects.exists()


def test_what_the_policy_does_not_list_is_not_seen() -> None:
    make.in_force("websoft")  # its [collect.signin] lists no browser
    person = customer(make.account())
    attempt(person.email, PASSWORD)
    seen = Signin.objects.get()
    assert seen.ip == "127.0.0.1" and seen.user_agent == ""


def test_too_many_attempts_are_stopped() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    for _ in range(5):
        attempt(person.email, "wrong")
    assert attempt(person.email, PASSWORD) == 200
    assert not Signin.objects.filter(succeeded=True).exists()
