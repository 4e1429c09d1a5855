"""Hand what waits in the outbox to the mail server, or to the service for text messages."""

import email.message
import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.policy import Policy, default
from email.utils import parseaddr
from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troth.accounts.emptied import is_emptied
from troth.core.email_address import as_mailed
from troth.core.provider import provider
from troth.core.written_once import Given, written_once
from troth.gates.consent import agrees, may_use
from troth.gates.recipient import Recipient
from troth.gates.share import Told, of, share
from troth.gates.unsubscribe import token_for
from troth.journal.models import Entry
from troth.messaging.attached import CATEGORY, File, attached
from troth.messaging.carriers import mail_carrier, text_carrier
from troth.messaging.events import FAILED, STOPPED
from troth.messaging.failed import is_nowhere, why
from troth.messaging.language import in_language_of
from troth.messaging.letter import closing
from troth.messaging.link import link
from troth.messaging.models import Message
from troth.messaging.page import page
from troth.messaging.sms import Text, sms
from troth.messaging.smtp import UnsupportedAddressError
from troth.messaging.thread import address_for, message_id, root_of
from troth.messaging.unreachable import find_wrong, is_unreachable
from troth.policy.language import Message as Rule
from troth.publishing.evidence import note
from troth.publishing.running import CannotRunError, asked_once, policy_on


class SmsError(Exception):
    """The service for text messages is no longer set."""


logger = logging.getLogger(__name__)

_TRIES = 10  # two minutes, four, eight, ...: about seventeen hours


def deliver_waiting(*, at: datetime) -> int:
    """Send every message that is due, each in a transaction of its own; how many were sent."""
    due = Message.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    return sum(deliver(number, at=at) for number in due.values_list("pk", flat=True))


@asked_once()
@transaction.atomic
def deliver(number: int, *, at: datetime) -> bool:
    """Send one message, unless it was sent or another worker has it; whether it went out.

    One whose person agrees to it no longer, or has an address that was found wrong, is stopped.
    When the mail server does not take it, it is tried again later, and given up after a day; at
    once where the server takes no such address, or says that there is none.
    Staff are told of what is given up: see `failed_lately` and `lost_since`.
    """
    message = next(iter(_waiting(number=number)), None)
    if message is None:
        return False
    if _wanted(message, at=at):
        _try(message, at=at)
    else:
        _stop(message, at=at)
    if not message.next_at:
        message.secret_body = None
    message.save(
        update_fields=[
            *("attempts", "sent_at", "stopped_at", "failed_at", "failed_because"),
            *("bounced_at", "next_at", "secret_body"),
        ]
    )
    sent = message.sent_at is not None
    if not (message.next_at or message.person_id or message.account_id):
        message.delete()  # nobody's erasure would ever take it along
    return sent


@written_once
def _waiting() -> QuerySet[Message]:
    whole = Message.objects.defer(None).select_related("person")
    mine = whole.filter(pk=Given("number"), next_at__isnull=False).order_by()
    return mine.select_for_update(skip_locked=True, of=("self",))


def _wanted(message: Message, *, at: datetime) -> bool:
    """Whether the address is there, and the person has neither objected nor taken a consent back.

    That was asked when it was put here too, but may have changed since. What is not mailed stands
    among the messages in the account area.
    """
    person, rule = message.person, _rule_of(message, at=at)
    if is_emptied(message.address):
        return False
    if person and message.address == person.email and is_unreachable(person, at=at):
        return False
    if person is None or rule is None:
        return True
    if not may_use(person, rule.purposes, at=at):
        return False
    if (consent := rule.consent) is None:
        return True
    offered = consent in policy_on(at).tables.consent
    return offered and agrees(person, consent, at=at)


def _consent_of(message: Message, *, at: datetime) -> str | None:
    """The consent that its rule needed when it was put here."""
    rule = _rule_of(message, at=at)
    return rule.consent if rule else None


def _rule_of(message: Message, *, at: datetime) -> Rule | None:
    """The policy's rule on it when it was put here.

    Where this release cannot read the policy of that day any more, the one in force says it.
    """
    try:
        tables = policy_on(message.created_at).tables
    except CannotRunError:
        tables = policy_on(at).tables
    return tables.message.get(message.rule.partition(".")[2])


def _stop(message: Message, *, at: datetime) -> None:
    message.stopped_at, message.next_at = at, None
    subject = message.person.pseudonym if message.person else None
    note(STOPPED, at=at, rule=message.rule, subject=subject)


def _try(message: Message, *, at: datetime) -> None:
    message.attempts += 1
    try:
        with transaction.atomic():  # what was not taken, nobody has received
            _hand_over(message, at=at)
    except Exception as error:  # whatever a mail server does, those behind have their turn
        logger.error("a message could not be sent: %s", type(error).__name__)
        if is_nowhere(error):
            message.bounced_at = at
            if message.person:
                # Not here: whoever erases has the account and the person before their messages.
                transaction.on_commit(partial(find_wrong, message.person, at=at))
        final = message.bounced_at or isinstance(error, UnsupportedAddressError)
        if message.attempts < _TRIES and not final:
            message.next_at = at + timedelta(minutes=2**message.attempts)
        else:
            _give_up(message, why(error), at=at)
    else:
        message.sent_at, message.next_at = at, None


def _hand_over(message: Message, *, at: datetime) -> None:
    """By its channel. Raises whatever the mail server or the service for texts says, and
    NotSharedError where the policy lets neither have it."""
    if message.channel == "sms":
        _text(message, at=at)
    else:
        _mail(message, at=at)


def _mail(message: Message, *, at: datetime) -> None:
    files, missing = attached(message, at=at)
    with _told(
        mail_carrier(),
        message,
        Mail,
        at=at,
        address=of(message, "address"),
        subject=of(message, "subject"),
        text=Told("content", message.text),
        files=Told(CATEGORY, tuple(files)),
    ) as mail:
        made = _made(message, mail, missing, at=at)
        made.send(using=provider().mailer)


def _text(message: Message, *, at: datetime) -> None:
    service, leave = sms(), _unsubscribing(message, at=at)
    if service is None:
        raise SmsError
    words = f"{message.text}\n{leave}" if leave else message.text
    with _told(
        text_carrier(),
        message,
        Text,
        at=at,
        phone=of(message, "address"),
        text=Told("content", words),
    ) as text:
        service.send(text)


def _told[T](
    carrier: Recipient | None, message: Message, payload: type[T], *, at: datetime, **told: Any
) -> AbstractContextManager[T]:
    """As much of a message as whoever delivers it may be told: see `gates.share`."""
    return share(
        carrier,
        message.person or message.account,
        payload,
        at=at,
        reference=message.address,
        decided=message.rule,
        **told,
    )


def _give_up(message: Message, because: str, *, at: datetime) -> None:
    message.failed_at, message.failed_because, message.next_at = at, because, None
    subject = message.person.pseudonym if message.person else None
    note(FAILED, at=at, rule=message.rule, subject=subject)


def lost_since(moment: datetime) -> QuerySet[Entry]:
    """That messages to nobody known here were given up since a moment: nothing else is left.

    Those to people known here are listed: see `failed_lately`.
    """
    return Entry.objects.filter(event=FAILED, subject=None, at__gte=moment)


@dataclass(frozen=True)
class Mail:
    """What a mail tells whoever delivers it."""

    address: str
    subject: str
    text: str
    files: tuple[File, ...] = ()


class _EmailMessage(EmailMultiAlternatives):
    def message(self, *, policy: Policy | None = None) -> email.message.EmailMessage:
        """As Django makes it, but with addresses in headers unbroken.

        Where a header is longer than a line, Python's email encodes its words by RFC 2047, and
        then no mail program finds the link in it. 998 is what RFC 5322 allows.
        """
        return super().message(policy=(policy or default).clone(max_line_length=998))


def _made(message: Message, told: Mail, missing: list[str], *, at: datetime) -> _EmailMessage:
    """The mail as it goes out, marked as written by a program, which none must answer (RFC 3834).

    missing: what is said of documents that it goes without. One that needs a consent has the link
    that ends it (RFC 8058).
    """
    mail = _EmailMessage(
        told.subject,
        "\n\n".join((told.text, *missing)),
        _from(policy_on(at).tables.provider.name),
        [as_mailed(told.address)],
        reply_to=[as_mailed(_answers_go_to(message, at=at))],
        headers={"Auto-Submitted": "auto-generated", **_numbers(message)},
        attachments=[file.part() for file in told.files],  # type: ignore[misc]  # not in the stubs
    )
    if leave := _unsubscribing(message, at=at):
        with in_language_of(message.person, at=at):
            end = _("To get no more of these messages: %(link)s") % {"link": leave}
        mail.body += f"\n\n-- \n{end}"
        mail.extra_headers |= {
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    with in_language_of(message.person, at=at):
        us = policy_on(at).tables.provider
        signed = closing(get_language(), us)
        if seen := page(str(mail.body), told.subject, by=us.name, signed=signed):
            mail.attach_alternative(seen, "text/html")
    return mail


def _answers_go_to(message: Message, *, at: datetime) -> str:
    """To what the message is about, where a mailbox is read; else to whoever answers for privacy,
    whatever address we write from."""
    contact = policy_on(at).tables.provider.privacy_contact
    return (message.thread and address_for(message.thread)) or contact


def _numbers(message: Message) -> dict[str, str]:
    """The Message-ID, and what mail programs put mails about the same thing together by."""
    numbers = {"Message-ID": message_id(message.pk, message.thread)}
    if message.thread:
        root = root_of(message.thread)
        numbers |= {"In-Reply-To": root, "References": root}
    return numbers


def _from(name: str) -> str:
    """Whom mails are from, as mail servers take it: MAIL_FROM, by the provider's name unless it has
    one of its own."""
    written = provider().mail_from
    own, address = parseaddr(written)
    if not address:
        return written
    by = own or name
    quoted = by.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{as_mailed(address)}>'


def _unsubscribing(message: Message, *, at: datetime) -> str | None:
    """The link that ends a message's consent, where it has one and the policy such links."""
    consent = _consent_of(message, at=at)
    if not message.person or not consent:
        return None
    if "link" not in policy_on(at).tables.consent[consent].withdraw:
        return None
    return link("unsubscribe", token_for(message.person, consent))
