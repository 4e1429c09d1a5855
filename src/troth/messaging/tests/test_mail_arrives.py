from datetime import timedelta

import pytest

from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.NOW


def test_a_message_reaches_the_mail_server_once(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.person()
    send(person, subject="Hello\nBcc: x@customer.example", body="Grüße\n", at=NOW)
    (mail,) = mailbox.fetch(at=NOW)
    assert (mail["To"], mail["Subject"]) == (person.email, "Hello Bcc: x@customer.example")
    assert mail["Bcc"] is None and text_of(mail) == "Grüße\n"
    assert mailbox.fetch(at=NOW) == []


def test_a_secret_one_is_emptied_once_it_is_sent(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    send(make.person(), subject="A link", body="secret", at=NOW, secret=True)
    assert text_of(mailbox.fetch(at=NOW)[0]) == "secret\n"
    assert Message.objects.get().secret_body is None


def test_what_the_server_turns_away_is_tried_again(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    send(make.person(), subject="Hello", body="Hello", at=NOW)
    mailbox.refuses = True
    assert mailbox.fetch(at=NOW) == []
    mailbox.refuses = False
    assert mailbox.fetch(at=NOW + timedelta(minutes=1)) == []
    assert len(mailbox.fetch(at=NOW + timedelta(minutes=2))) == 1
