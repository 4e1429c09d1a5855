"""A real mail server for tests, and what arrived at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone
from pytest_django import Settings

from troth.core.setting_url import mailer_from_url
from troth.messaging.deliver import deliver_waiting
from troth.testing.port import free_port


@dataclass
class Mailbox:
    """All mail that arrived, oldest first.

    `refuses` has the server turn everything away; it knows nobody at the addresses in `unknown`.
    """

    arrived: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False
    unknown: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: PLR0913
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Aiosmtpd's hook."""
        if address in self.unknown:
            return "550 5.1.1 nobody here has this address"
        envelope.rcpt_tos.append(address)
        return "250 known"

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


def bounced(mail: EmailMessage, status: str = "5.1.1") -> EmailMessage:
    """What a mail server writes back of a mail that it could not deliver (RFC 3462, RFC 3464)."""
    said = Message()
    said["Final-Recipient"] = f"rfc822; {mail['To']}"
    said["Action"] = "failed"
    said["Status"] = status
    reporting = Message()
    reporting["Reporting-MTA"] = "dns; mx.customer.example"
    report = Message()
    report["Content-Type"] = "message/delivery-status"
    report.set_payload([reporting, said])
    head = Message()
    head["Content-Type"] = "text/rfc822-headers"
    head.set_payload(f"Message-ID: {mail['Message-ID']}\nTo: {mail['To']}\n")
    answer = MIMEMultipart("report", report_type="delivery-status")
    answer["From"], answer["To"] = "MAILER-DAEMON@mx.customer.example", mail["From"]
    answer["Subject"], answer["Message-ID"] = "Undelivered mail", f"<back-{mail['Message-ID'][1:]}"
    for part in (MIMEText("Your mail could not be delivered."), report, head):
        answer.attach(part)
    made = message_from_bytes(answer.as_bytes(), policy=default)
    assert isinstance(made, EmailMessage)
    return made


def text_of(mail: EmailMessage) -> str:
    """The text of a mail."""
    body = mail.get_body(("plain",))
    assert body, "no text in the mail"
    return str(body.get_content()).replace("\r\n", "\n")


def page_of(mail: EmailMessage) -> str:
    """The text of a mail as the page that mail programs show."""
    body = mail.get_body(("html",))
    assert body, "no page in the mail"
    return str(body.get_content())


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
