"""Wherever one is chosen: words that everybody tries, or that are known of the person or of us."""

import getpass
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from troth.accounts.models import Person
from troth.identity.tests.sign_up_data import post, typed
from troth.testing import make
from troth.testing.browser import PASSWORD, with_password
from troth.testing.mail import Mailbox
from troth.testing.visit import proved, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
REFUSAL = "This password is easy to guess"
OURS = "Softsys-Hosting-1"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    account = make.account(make.person("Wilhelmina Blackwood"))
    return make.verified(with_password(make.owner(account)))


@pytest.mark.parametrize(
    "guessed",
    [
        "P@ssw0rd2026",
        "qwertzuiop12",
        "aaaabbbbcccc",
        "1.1.19901990",
        "p4ssword" * 9,
        OURS,
        "S0ft$ys2026",
        "Blackwood, Wilhelmina 26",
    ],
)
def test_it_is_refused_and_another_is_not(person: Person, guessed: str) -> None:
    client = proved(person)
    refused = client.post("/security/password/", {"oldpassword": PASSWORD, "password1": guessed})
    assert REFUSAL in refused.content.decode()
    taken = {"oldpassword": PASSWORD, "password1": "Schlu\u0308ssel-bund-9-Wald"}
    assert client.post("/security/password/", taken)["Location"] == "/security/"


def at_sign_up(person: Person, mailbox: Mailbox) -> Any:
    return post(typed(password=OURS))


def by_a_mailed_link(person: Person, mailbox: Mailbox) -> Any:
    client = Client()
    client.post("/password/", {"email": person.email})
    form = client.get(mailbox.link_to(person.email))["Location"]
    return client.post(form, {"password1": OURS})


def as_a_first_one(person: Person, mailbox: Mailbox) -> Any:
    person.set_unusable_password()
    person.save()
    return signed_in(person).post("/security/first-password/", {"password1": OURS})


def when_invited(person: Person, mailbox: Mailbox) -> Any:
    account = person.memberships.get().account
    proved(person).post(
        f"/account/{account.pk}/people/invite/",
        {"email": "jeremiah.featherstone@customer.example", "scopes": ["billing"]},
    )
    there = mailbox.link_to("jeremiah.featherstone@customer.example")
    data = typed(password="jeremiah.featherstone1")
    asked = {"name", "phone", "password", "edition"}
    return Client().post(f"{there}join/", {k: v for k, v in data.items() if k in asked})


@pytest.mark.parametrize("choose", [at_sign_up, by_a_mailed_link, as_a_first_one, when_invited])
def test_it_is_wherever_one_is_chosen(
    person: Person, mailbox: Mailbox, choose: Callable[[Person, Mailbox], Any]
) -> None:
    answer = choose(person, mailbox)
    assert answer.status_code == 200 and REFUSAL in answer.content.decode()


def test_it_is_by_command(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": OURS)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("changepassword", person.email, stdout=told, stderr=told)
    assert REFUSAL in told.getvalue()
