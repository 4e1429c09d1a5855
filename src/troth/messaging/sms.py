"""The way to a telephone: a service that takes text messages, by its plug-in."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.utils.module_loading import import_string

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.ask_outside import ask_outside
from troth.core.provider import provider, provider_id
from troth.messaging.link import link
from troth.messaging.models import Message
from troth.policy.parse import Policy


@dataclass(frozen=True)
class Text:
    """A text message, as it goes out. phone: as it was given, such as `+4930123456`."""

    phone: str
    text: str


class Sms(Protocol):
    """A plug-in that sends text messages."""

    def send(self, text: Text) -> None:
        """Hand a text over; raise whatever went wrong, and it is tried again."""


class HttpSms:
    """Posts each text as JSON, `{"from": ..., "to": ..., "text": ...}`, with a bearer token."""

    def __init__(self, url: str, token: str = "", sender: str = "") -> None:
        self.url, self.token, self.sender = url, token, sender

    def send(self, text: Text) -> None:
        """Raises OSError where the service does not take it. Its words are not read."""
        status, _said = ask_outside(
            "POST",
            self.url,
            longest=0,
            json={"from": self.sender, "to": text.phone, "text": text.text},
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
        )
        if not 200 <= status < 300:  # who sends us elsewhere has not taken it
            raise ConnectionError


def sms() -> Sms | None:
    """The plug-in that is installed; None where text messages go to nobody."""
    installed = provider().sms
    options = tuple(sorted(installed.get("OPTIONS", {}).items()))
    return _made(provider_id(), installed["BACKEND"], options) if installed else None


@cache
def _made(of: str, backend: str, options: tuple[tuple[str, str], ...]) -> Sms:
    made: Sms = import_string(backend)(**dict(options))
    return made


def queue_text(person: Person, mail: Message, policy: Policy, *, at: datetime) -> Message | None:
    """Queue a text message beside a mail; None where the policy or the person has no such way.

    It says what the mail is about and where to read it, and holds none of its secrets. Nobody is
    written to by telephone who has not confirmed their address: the number may be another's.
    """
    rule = policy.tables.message[mail.rule.partition(".")[2]]
    if "sms" not in rule.channels or not person.phone or sms() is None:
        return None
    if mail.address != person.email or not has_verified_email(person):
        return None
    text = Message(person=person, account=mail.account, rule=mail.rule, channel="sms")
    text.address, text.subject = person.phone, mail.subject
    text.body = body_of_text(mail.subject, policy)
    text.created_at = text.next_at = at
    text.save()
    return text


def body_of_text(subject: str, policy: Policy) -> str:
    """The text itself: who writes, what about, and where it is read."""
    return f"{policy.tables.provider.name}: {subject}\n{link('overview')}"
