"""Addresses with other letters than ASCII's before the @, which not every server takes."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from troth.core.setting_url import mailer_from_url
from troth.messaging.models import Message
from troth.messaging.send import send, send_to_stranger
from troth.testing import make
from troth.testing.mail import Mailbox, text_of
from troth.testing.port import free_port
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
JOERG = "jörg@straße.example"


@pytest.fixture
def old_server(settings: Settings) -> Iterator[Mailbox]:
    """A mail server without SMTPUTF8 (RFC 6531)."""
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    server.start()
    settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{port}")}
    yield box
    server.stop()


def test_a_server_that_can_is_given_it(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    send_to_stranger(JOERG, None, subject="Grüße", body="Hello", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert text_of(mail).strip() == "Hello" and "jörg@xn--strae-oqa.example" in str(mail["To"])


def test_one_that_cannot_ends_it_at_once_and_staff_see_that(old_server: Mailbox) -> None:
    make.in_force("softsys")
    send(make.person(), subject="Hello", body="Hello", at=make.NOW, address=JOERG)
    send(make.person(), subject="Hello", body="Hello", at=make.NOW)
    assert len(old_server.fetch()) == 1
    given_up = Message.objects.get(address=JOERG)
    assert given_up.failed_at and not given_up.next_at
    desk = signed_in(make.staff("privacy")).get("/desk/").content.decode()
    assert "1 message could not be sent" in desk
