"""Mail that goes out through somebody else's server stands in the register of disclosures."""

from datetime import timedelta
from functools import partial

import pytest
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.provider import provider
from troth.core.setting_url import mailer_from_url
from troth.erasure.erase import erase
from troth.erasure.models import ForgetRequest
from troth.gates.models import Disclosure
from troth.messaging.deliver import deliver
from troth.messaging.send import send, send_to_stranger
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW, DAY = make.NOW, timedelta(days=1)


@pytest.fixture
def person(mailbox: Mailbox, settings: Settings) -> Person:
    settings.MAIL_RELAY = "mail"
    make.in_force("websoftmaster")
    return make.owner(make.account())


def mailed(person: Person, mailbox: Mailbox, *, days: int = 0) -> None:
    at = NOW + days * DAY
    send(person, subject="Hello", body="Hello", at=at)
    assert mailbox.fetch(at=at)


def test_its_customer_reads_who_that_is(person: Person, mailbox: Mailbox) -> None:
    client = signed_in(person)
    assert "Nobody has received any." in client.get("/privacy-centre/disclosures/").content.decode()
    mailed(person, mailbox)
    for page in ("disclosures", "held/person"):
        assert "The e-mail service" in client.get(f"/privacy-centre/{page}/").content.decode()
    row = Disclosure.objects.get()
    assert (row.subject_id, row.rule, row.at) == (person.pk, "share.mail", NOW)
    assert row.categories == ["contact", "content"] and row.reference == person.email


def test_once_a_day_for_each_address(person: Person, mailbox: Mailbox) -> None:
    for days in (0, 0, 0, 1):
        mailed(person, mailbox, days=days)
    assert Disclosure.objects.count() == 2
    send(person, subject="Hello", body="Hello", address="new@customer.example", at=NOW + DAY)
    mailbox.fetch(at=NOW + DAY)
    assert Disclosure.objects.count() == 3


def test_of_two_workers_at_the_same_moment_as_well(person: Person, settings: Settings) -> None:
    queued = [send(person, subject="Hello", body="Hello", at=NOW) for _ in range(2)]
    assert all(at_once(*(partial(deliver, each.pk, at=NOW) for each in queued if each)))
    assert Disclosure.objects.count() == 1


def test_of_an_invitation_with_the_account_and_of_nobodys_not_at_all(
    person: Person, mailbox: Mailbox
) -> None:
    account = person.memberships.get().account
    send_to_stranger("a@stranger.example", account, subject="Hello", body="Hello", at=NOW)
    send_to_stranger("b@stranger.example", None, subject="Hello", body="Hello", at=NOW)
    assert len(mailbox.fetch(at=NOW)) == 2
    row = Disclosure.objects.get()
    assert (row.subject_id, row.reference) == (account.pk, "a@stranger.example")


def test_what_the_server_did_not_take_nobody_has_received(person: Person, mailbox: Mailbox) -> None:
    mailbox.refuses = True
    send(person, subject="Hello", body="Hello", at=NOW)
    mailbox.fetch(at=NOW)
    assert not Disclosure.objects.exists()


def test_an_erasure_has_the_address_forgotten_there(person: Person, mailbox: Mailbox) -> None:
    mailed(person, mailbox)
    mailed(person, mailbox, days=1)
    done = erase(person, at=NOW + DAY)
    told = ForgetRequest.objects.get(receipt=done.receipt)
    assert (told.recipient, told.reference) == ("mail", person.email)


def test_a_policy_that_does_not_name_them_hides_nothing(person: Person, mailbox: Mailbox) -> None:
    make.in_force("softsys")
    mailed(person, mailbox)
    assert Disclosure.objects.get().rule == "message.account"
    client = signed_in(person)
    assert "<h2>mail" in client.get("/privacy-centre/disclosures/").content.decode()
    assert "<dd>mail</dd>" in client.get("/privacy-centre/held/person/").content.decode()


def test_the_providers_own_server_is_nobody_else(
    person: Person, mailbox: Mailbox, settings: Settings
) -> None:
    settings.MAIL_RELAY = ""
    mailed(person, mailbox)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://localhost:25", ""),
        ("smtp://[::1]", ""),
        ("file:mail", ""),
        ("smtp://user:password@smtp.relay.example:587?tls=starttls", "mail"),
    ],
)
def test_by_default_it_is_whoever_runs_another_machine(
    settings: Settings, url: str, relay: str
) -> None:
    settings.MAILERS = {"default": mailer_from_url(url)}
    assert provider().mail_relay == relay
