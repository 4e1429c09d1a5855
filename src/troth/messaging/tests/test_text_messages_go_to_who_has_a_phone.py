"""Where a rule has text messages, one goes beside each mail; it holds nothing secret."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.errors import UsageError
from troth.core.setting_url import sms_from_url
from troth.gates.consent import give, withdraw
from troth.gates.models import Disclosure
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.sms import SHARE, SmsServer

pytestmark = pytest.mark.django_db(transaction=True)
NOW, PHONE = make.NOW, "+4930123456"


@pytest.fixture
def person(mailbox: Mailbox, sms_server: SmsServer) -> Person:
    make.in_force(make.changed("ispsystem", rules=SHARE))
    return make.verified(make.person(phone=PHONE))


def test_it_says_what_the_mail_is_about_and_not_what_is_in_it(
    person: Person, mailbox: Mailbox, sms_server: SmsServer
) -> None:
    send(person, subject="A link", body="the secret", at=NOW, secret=True)
    mailbox.fetch(at=NOW)
    ((phone, text),) = sms_server.arrived
    assert phone == PHONE and text.startswith("ISPsystem: A link\n") and "secret" not in text
    row = Disclosure.objects.get()
    assert (row.recipient, row.reference, row.subject_id) == ("sms", PHONE, person.pk)


def test_none_goes_where_the_address_is_unconfirmed_or_another_one_or_no_rule_has_it(
    person: Person, mailbox: Mailbox, sms_server: SmsServer
) -> None:
    send(make.person(phone=PHONE), subject="Hello", body="Hello", at=NOW)
    send(person, subject="Hello", body="Hello", at=NOW, address="new@customer.example")
    make.in_force("softsys", at=NOW)
    send(person, subject="Hello", body="Hello", at=NOW)
    assert len(mailbox.fetch(at=NOW)) == 3 and not sms_server.arrived


@pytest.mark.parametrize("status", [403, 302, 500])
def test_what_the_service_does_not_take_is_tried_again_and_given_up_in_the_end(
    person: Person, mailbox: Mailbox, sms_server: SmsServer, status: int
) -> None:
    sms_server.answers = status, 0
    send(person, subject="Hello", body="Hello", at=NOW)
    for minutes in (0, 2, 6, 14, 30, 62, 126, 254, 510, 1022):
        mailbox.fetch(at=NOW + timedelta(minutes=minutes))
    text = Message.objects.get(channel="sms")
    assert text.failed_at and not text.next_at and len(mailbox.arrived) == 1
    assert Entry.objects.filter(event="message.failed").count() == 1
    assert not Disclosure.objects.exists()


def test_what_the_service_says_is_not_read(
    person: Person, mailbox: Mailbox, sms_server: SmsServer
) -> None:
    sms_server.answers = 202, 64 << 20
    send(person, subject="Hello", body="Hello", at=NOW)
    mailbox.fetch(at=NOW)
    assert Message.objects.get(channel="sms").sent_at and sms_server.left


def test_a_consent_that_ended_stops_it_too(
    person: Person, mailbox: Mailbox, sms_server: SmsServer
) -> None:
    give(person, "marketing", at=NOW)
    send(person, subject="Offer", body="…", rule="message.marketing", at=NOW)
    withdraw(person, "marketing", at=NOW)
    assert mailbox.fetch(at=NOW) == [] and not sms_server.arrived
    assert Message.objects.filter(stopped_at=NOW).count() == 2


def test_without_a_service_none_is_queued(person: Person, settings: Settings) -> None:
    settings.SMS = {}
    send(person, subject="Hello", body="Hello", at=NOW)
    assert Message.objects.get().channel == "email"


@pytest.mark.parametrize("url", ["http://sms.example/", "ftp://sms.example/", "sms.example"])
def test_numbers_go_to_another_machine_over_tls_only(url: str) -> None:
    with pytest.raises(UsageError, match="TROTH_SMS_URL"):
        sms_from_url(url, token="", sender="")
    assert sms_from_url("https://sms.example/", token="", sender="") and not sms_from_url(
        "", token="", sender=""
    )
