"""Hand what waits in the outbox to the mail server."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from troth.messaging.models import Message

_TRIES = 10  # two minutes, four, eight, ...: about seventeen hours


def deliver_waiting(*, at: datetime) -> int:
    """Send every message that is due, each in a transaction of its own; how many were sent."""
    due = Message.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    return sum(deliver(number, at=at) for number in due.values_list("pk", flat=True))


@transaction.atomic
def deliver(number: int, *, at: datetime) -> bool:
    """Send one message, unless it was sent or another worker has it; whether it went out.

    When the mail server does not take it, it is tried again later, and given up after a day.
    """
    waiting = Message.objects.select_for_update(skip_locked=True)
    message = waiting.filter(pk=number, next_at__isnull=False).first()
    if message is None:
        return False
    message.attempts += 1
    mail = EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.address]
    )
    try:
        mail.send()
    except Exception:  # noqa: BLE001  (whatever a mail server does, those behind have their turn)
        again = message.attempts < _TRIES
        message.next_at = at + timedelta(minutes=2**message.attempts) if again else None
    else:
        message.sent_at, message.next_at = at, None
    if message.secret and not message.next_at:
        message.body = ""
    message.save(update_fields=["attempts", "sent_at", "next_at", "body"])
    return message.sent_at is not None
