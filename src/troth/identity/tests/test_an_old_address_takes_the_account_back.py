"""An intruder has changed the address, and more; whoever reads the old one has fourteen days."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.accounts.restrict import restrict_all
from troth.erasure.ask_erasure import ask_erasure
from troth.identity.not_me import told_by
from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import proved, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
THEIRS = "intruder@elsewhere.example"
NEXT = "intruder@further.example"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


def change(client: Client, mailbox: Mailbox, to: str) -> None:
    client.post("/security/email/", {"email": to})
    Client().post(mailbox.link_to(to))


def test_it_is_the_way_in_again_and_nobody_else_is_in(person: Person, mailbox: Mailbox) -> None:
    old, intruder = person.email, proved(person)
    change(intruder, mailbox, THEIRS)
    add_app(intruder)
    link = mailbox.link_to(old)
    page = Client().get(link).content.decode()
    assert "becomes your account’s address again" in page and THEIRS not in page and "@" not in link
    assert Client().post(link)["Location"] == "/not-me/done/"

    person.refresh_from_db()
    assert person.email == old and not Authenticator.objects.exists()
    assert intruder.get("/security/")["Location"].startswith("/sign-in/")
    assert "/password/" in mailbox.link_to(old)
    told = text_of(mailbox.last_to(THEIRS))
    assert "write to us at once" in told and "/not-me/" not in told


def test_a_second_change_takes_the_way_back_from_nobody(person: Person, mailbox: Mailbox) -> None:
    old, intruder = person.email, proved(person)
    change(intruder, mailbox, THEIRS)
    link = mailbox.link_to(old)
    change(intruder, mailbox, NEXT)
    told = text_of(mailbox.last_to(THEIRS))
    assert "write to us at once" in told and "/not-me/" not in told
    assert Client().post(link)["Location"] == "/not-me/done/"
    person.refresh_from_db()
    assert person.email == old


def test_it_works_once_and_for_fourteen_days(person: Person, mailbox: Mailbox) -> None:
    old = person.email
    change(proved(person), mailbox, THEIRS)
    link = mailbox.link_to(old)
    key, now = link.split("/")[-2], timezone.now()
    assert told_by(key, at=now + timedelta(days=13))
    assert not told_by(key, at=now + timedelta(days=15))
    Client().post(link)
    Client().post(mailbox.link_to(old), {"password1": PASSWORD})
    change(_by_new_password(person, mailbox), mailbox, NEXT)
    assert Client().post(link).status_code == 410


def _by_new_password(person: Person, mailbox: Mailbox) -> Client:
    client = Client()
    form = client.get(mailbox.link_to(person.email))["Location"]
    client.post(form, {"password1": PASSWORD})
    return proved(Person.objects.get(pk=person.pk))


def test_an_address_that_was_never_confirmed_takes_nothing(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    mistyped = person.email
    change(signed_in(person), mailbox, "right@customer.example")
    assert "/not-me/" not in text_of(mailbox.last_to(mistyped))


def test_who_has_signed_up_with_it_meanwhile_is_named_as_the_reason(
    person: Person, mailbox: Mailbox
) -> None:
    old = person.email
    change(proved(person), mailbox, THEIRS)
    link = mailbox.link_to(old)
    make.verified(Person.objects.create_user(old))
    answer = Client().post(link)
    assert answer.status_code == 409 and "has signed up with this address" in str(answer.content)
    person.refresh_from_db()
    assert person.email == THEIRS


@pytest.mark.parametrize("asks_for", [None, restrict_all, ask_erasure])
def test_who_has_signed_up_with_it_and_never_confirmed_it_gives_way(
    person: Person, mailbox: Mailbox, asks_for: Callable[..., object] | None
) -> None:
    old = person.email
    change(proved(person), mailbox, THEIRS)
    link = mailbox.link_to(old)
    squatter = make.owner(make.account(Person.objects.create_user(old)))
    assert squatter.email == old
    if asks_for:
        asks_for(squatter, at=timezone.now())
    assert Client().post(link)["Location"] == "/not-me/done/"
    person.refresh_from_db()
    assert person.email == old
    assert not Person.objects.filter(pk=squatter.pk).exists()
