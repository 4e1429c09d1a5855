"""Staff see what was given up and why, send it again, or mark the address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.setting_url import mailer_from_url
from troth.journal.models import Entry
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.port import free_port
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/desk/failed-mail/"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("ispsystem")
    return make.verified(customer(make.account()))


@pytest.fixture
def desk(person: Person) -> Client:
    return signed_in(make.staff("support"))


def given_up(person: Person, *, secret: bool = False) -> Message:
    """A message that the server has turned away for a day, as it is set up."""
    send(person, subject="News of Jane", body="Read this.", at=timezone.now(), secret=secret)
    for hour in range(48):
        deliver_waiting(at=timezone.now() + timedelta(hours=hour))
    return Message.objects.latest("pk")


def test_it_says_why_and_nothing_of_anybody(person: Person, desk: Client, mailbox: Mailbox) -> None:
    assert "has gone out" in desk.get(PAGE).content.decode()
    mailbox.refuses = True
    given_up(person)
    page = desk.get(PAGE).content.decode()
    assert "refused it for a day" in page and f"/person/{person.pk}/" in page
    assert person.email not in page and "News of Jane" not in page


def test_a_server_that_is_away_is_another_reason(
    person: Person, desk: Client, settings: Settings
) -> None:
    settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{free_port()}")}
    given_up(person)
    assert "could not be reached for a day" in desk.get(PAGE).content.decode()


def test_it_is_sent_again(person: Person, desk: Client, mailbox: Mailbox) -> None:
    mailbox.refuses = True
    message = given_up(person)
    mailbox.refuses = False
    desk.post(f"{PAGE}{message.pk}/again/")
    assert [mail["Subject"] for mail in mailbox.fetch()] == ["News of Jane"]
    assert "has gone out" in desk.get(PAGE).content.decode()
    assert Entry.objects.filter(event="message.sent_again").count() == 1
    desk.post(f"{PAGE}{message.pk}/again/")  # in a tab that was left open
    assert mailbox.fetch() == []


def test_what_held_a_secret_is_not(person: Person, desk: Client, mailbox: Mailbox) -> None:
    mailbox.refuses = True
    message = given_up(person, secret=True)
    assert "Send again" not in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}{message.pk}/again/")
    mailbox.refuses = False
    assert mailbox.fetch() == []


def test_the_address_is_marked_and_asked_about(
    person: Person, desk: Client, mailbox: Mailbox
) -> None:
    mailbox.unknown.add(person.email)
    message = given_up(person)
    assert "no such address" in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}{message.pk}/wrong/")
    person.refresh_from_db()
    assert person.unreachable_at
    assert "came back" in signed_in(person).get("/security/").content.decode()


def test_no_other_address_is_marked(person: Person, desk: Client, mailbox: Mailbox) -> None:
    mailbox.unknown.add(person.email)
    message = given_up(person)
    Person.objects.filter(pk=person.pk).update(email="new@customer.example")
    desk.post(f"{PAGE}{message.pk}/wrong/")
    person.refresh_from_db()
    assert person.unreachable_at is None


def test_nor_where_the_policy_does_not_ask_about_it(
    person: Person, desk: Client, mailbox: Mailbox
) -> None:
    make.in_force("softsys")
    desk = signed_in(make.staff("support"))
    mailbox.unknown.add(person.email)
    message = given_up(person)
    assert "Mark the address" not in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}{message.pk}/wrong/")
    person.refresh_from_db()
    assert person.unreachable_at is None
