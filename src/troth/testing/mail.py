"""A real mail server for tests, and what arrived at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone
from pytest_django import Settings

from troth.messaging.deliver import deliver_waiting
from troth.settings import mailer_from_url
from troth.testing.port import free_port


@dataclass
class Mailbox:
    """All mail that arrived, oldest first. `refuses` has the server turn everything away."""

    arrived: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Aiosmtpd's hook."""
        if self.refuses:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.arrived.append(mail)
        return "250 taken"

    def fetch(self, *, at: datetime | None = None) -> list[EmailMessage]:
        """Have the outbox delivered, and return what arrived by that."""
        before = len(self.arrived)
        # What a page has put there a moment ago is due too.
        deliver_waiting(at=at or timezone.now() + timedelta(seconds=1))
        return self.arrived[before:]

    def last_to(self, address: str) -> EmailMessage:
        """The latest mail to an address, after a delivery."""
        self.fetch()
        return next(mail for mail in reversed(self.arrived) if mail["To"] == address)

    def link_to(self, address: str) -> str:
        """The path of the link in the latest mail to an address."""
        found = re.search(r"https?://[^/\s]+(/\S*)", text_of(self.last_to(address)))
        assert found, "no link in the mail"
        return found[1]


def text_of(mail: EmailMessage) -> str:
    """The text of a mail."""
    return str(mail.get_content()).replace("\r\n", "\n")


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server in a thread, to which the platform's mail goes."""
    box = Mailbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{port}")}
    yield box
    server.stop()
