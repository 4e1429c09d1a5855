import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from troth.messaging.deliver import deliver, deliver_waiting
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db


def queued(*, secret: bool = False) -> Message:
    make.in_force("softsys")
    message = send(make.person(), subject="Hello", body="A link", at=make.NOW, secret=secret)
    assert message
    return message


def test_it_arrives(mailbox: Mailbox) -> None:
    message = queued()
    [mail] = mailbox.fetch(at=make.NOW)
    assert (mail["To"], mail["Subject"], text_of(mail).strip()) == (
        message.address,
        "Hello",
        "A link",
    )
    message.refresh_from_db()
    assert message.sent_at == make.NOW and message.body == "A link"


def test_a_second_delivery_sends_nothing(mailbox: Mailbox) -> None:
    message = queued()
    assert deliver(message.pk, at=make.NOW)
    assert not deliver(message.pk, at=make.NOW)
    assert len(mailbox.arrived) == 1


def test_what_the_server_refuses_is_tried_again_and_given_up_in_the_end(mailbox: Mailbox) -> None:
    message = queued()
    mailbox.refuses = True
    assert deliver_waiting(at=make.NOW) == 0
    assert deliver_waiting(at=make.NOW + timedelta(minutes=1)) == 0
    message.refresh_from_db()
    assert message.attempts == 1 and message.next_at == make.NOW + timedelta(minutes=2)
    for hours in range(1, 40):
        deliver_waiting(at=make.NOW + timedelta(hours=hours))
    message.refresh_from_db()
    assert message.attempts == 10 and message.next_at is None and message.sent_at is None


def test_it_goes_once_the_server_is_back(mailbox: Mailbox) -> None:
    queued()
    mailbox.refuses = True
    deliver_waiting(at=make.NOW)
    mailbox.refuses = False
    assert len(mailbox.fetch(at=make.NOW + timedelta(hours=1))) == 1


def test_a_secret_stays_nowhere_once_it_is_sent(mailbox: Mailbox) -> None:
    queued(secret=True)
    [mail] = mailbox.fetch(at=make.NOW)
    assert "A link" in text_of(mail) and Message.objects.get().secret_body is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(mailbox: Mailbox) -> None:
    message = queued()

    def work() -> None:
        deliver(message.pk, at=make.NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailbox.arrived) == 1


def test_what_is_rolled_back_was_never_sent(mailbox: Mailbox) -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert mailbox.fetch(at=make.NOW) == []
