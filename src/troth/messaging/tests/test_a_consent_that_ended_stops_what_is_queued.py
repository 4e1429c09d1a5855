from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.accounts.restrict import restrict
from troth.gates.consent import give, object_to_marketing, withdraw
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(hours=1)


def queued(person: Person) -> Message:
    give(person, "marketing", at=make.NOW)
    offer = send(person, subject="Offer", body="Buy!", rule="message.offers", at=make.NOW)
    assert offer
    return offer


@pytest.mark.parametrize(
    "ends",
    [
        lambda person: withdraw(person, "marketing", at=LATER),
        lambda person: object_to_marketing(person, at=LATER),
        lambda person: restrict(person, at=LATER),
    ],
    ids=["withdrawal", "objection", "restriction"],
)
def test_it_is_not_sent_and_says_so(mailbox: Mailbox, ends: Callable[[Person], Any]) -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    offer = queued(person)
    send(person, subject="Your invoice", body="Here it is.", at=make.NOW)
    ends(person)
    assert [mail["Subject"] for mail in mailbox.fetch(at=LATER)] == ["Your invoice"]
    assert mailbox.fetch(at=LATER + timedelta(days=1)) == []
    offer.refresh_from_db()
    assert (offer.stopped_at, offer.sent_at, offer.attempts) == (LATER, None, 0)
    entry = Entry.objects.get(event="message.stopped")
    assert (entry.rule, entry.subject) == ("message.offers", person.pseudonym)


def test_one_that_the_server_turned_away_is_asked_about_again(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.person()
    queued(person)
    mailbox.refuses = True
    assert mailbox.fetch(at=make.NOW) == []
    mailbox.refuses = False
    withdraw(person, "marketing", at=LATER)
    assert mailbox.fetch(at=LATER) == []
    give(person, "marketing", at=LATER)
    assert mailbox.fetch(at=LATER) == []  # what was stopped stays so


def test_no_consent_outlives_the_policy_that_had_it(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.person()
    queued(person)
    send(person, subject="Your invoice", body="Here it is.", at=make.NOW)
    tomorrow = make.NOW + timedelta(days=1)
    published = make.in_force("soffront")  # its consent and its messages have other names
    PublishedPolicy.objects.filter(pk=published.pk).update(in_force_from=tomorrow.date())
    assert [mail["Subject"] for mail in mailbox.fetch(at=tomorrow)] == ["Your invoice"]


def test_the_person_reads_that_it_was_not_sent(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    account = make.account()
    person = make.owner(account)
    offer = queued(person)
    withdraw(person, "marketing", at=LATER)
    mailbox.fetch(at=LATER)
    client = Client()
    client.force_login(person)
    html = client.get(f"/account/{account.pk}/messages/{offer.pk}/").content.decode()
    assert "Not sent: when its turn came on 15 June 2026, 18:30 IST" in html
    assert "Sent by this rule" not in html
