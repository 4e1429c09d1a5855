"""Somebody signs in and is erased at the same moment: they learn what a stranger would."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person, Session, Signin
from troth.accounts.sessions import SessionStore
from troth.erasure.erase import erase
from troth.identity.adapter import Adapter
from troth.identity.tests.test_a_second_step_by_code import add_app, code, half_way
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "The e-mail address or the password is not correct."


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


@pytest.fixture
def erased_first(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The erasure is a little faster than what is done at the end of a sign-in, or an attempt."""
    login, record = Adapter.login, Adapter.record

    def erased() -> None:
        if Person.objects.filter(pk=person.pk).exists():
            erase(person, at=timezone.now())

    def late_login(self: Adapter, request: HttpRequest, user: Person) -> None:
        erased()
        login(self, request, user)

    def late_record(self: Adapter, who: Person, *, succeeded: bool) -> None:
        erased()
        record(self, who, succeeded=succeeded)

    monkeypatch.setattr(Adapter, "login", late_login)
    monkeypatch.setattr(Adapter, "record", late_record)


def answer(email: str, password: str) -> tuple[int, str]:
    """Status and page, but for what was typed and for what is another each time."""
    page = Client().post("/sign-in/", {"login": email, "password": password})
    token = page.context["csrf_token"] if page.context else ""
    text = page.content.decode().replace(email, "").replace(str(token), "")
    return page.status_code, text


@pytest.mark.usefixtures("erased_first")
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_by_the_password(person: Person, password: str) -> None:
    status, page = answer(person.email, password)
    assert (status, WRONG in page) == (200, True)
    assert (status, page) == answer("nobody@customer.example", password)
    assert not Person.objects.exists() and not Signin.objects.exists()
    assert not Session.objects.filter(person__isnull=False).exists()


def test_by_a_second_step(person: Person, request: pytest.FixtureRequest) -> None:
    secret, _codes = add_app(proved(person))
    client = half_way(person)
    request.getfixturevalue("erased_first")
    page: Any = client.post("/sign-in/second-step/", {"code": code(secret, later=1)}, follow=True)
    assert page.redirect_chain[-1] == ("/sign-in/", 302)
    assert WRONG in page.content.decode()
    assert not Person.objects.exists()
    kept = [SessionStore().decode(row.session_data) for row in Session.objects.all()]
    assert person.email not in str(kept)
