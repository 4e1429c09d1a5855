import re
from email.message import EmailMessage
from email.policy import default

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.gates.consent import agrees, give
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db


def agreeing() -> Person:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    return person


def test_a_mail_programs_one_click_ends_it(mailbox: Mailbox, settings: Settings) -> None:
    settings.SITE_URL = "https://my.provider.example"
    person = agreeing()
    send(person, subject="Offer", body="Buy!", rule="message.offers", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(
        r"<https://my\.provider\.example(/unsubscribe/\S+/)>", mail["List-Unsubscribe"]
    )
    assert found and f"https://my.provider.example{found[1]}" in text_of(mail)
    # A mail program reads the header as it stands; nothing in it may be encoded or broken.
    assert b"List-Unsubscribe: <https://my.provider.example" + found[1].encode() in sent_as(mail)
    assert person.email not in found[1]
    answer = Client(enforce_csrf_checks=True).post(found[1], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not agrees(person, "marketing", at=timezone.now())


def test_it_is_told_in_the_language_of_whoever_gets_it(mailbox: Mailbox) -> None:
    person = agreeing()
    Person.objects.filter(pk=person.pk).update(language="de")
    send(person, subject="Angebot", body="Kaufen!", rule="message.offers", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert "So erhalten Sie keine dieser Nachrichten mehr" in text_of(mail)


def test_what_cannot_be_declined_has_no_such_link(mailbox: Mailbox) -> None:
    send(agreeing(), subject="Your invoice", body="Here it is.", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert mail["List-Unsubscribe"] is None
    assert "unsubscribe" not in text_of(mail)


def sent_as(mail: EmailMessage) -> bytes:
    """The mail as it arrived, its headers as they were folded."""
    return mail.as_bytes(policy=default.clone(refold_source="none"))
