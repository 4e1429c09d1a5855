"""How far a message has come, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.messaging.models import Message


@dataclass(frozen=True)
class Delivery:
    """A word that says how far a message has come. tone: `good`, `soon`, `overdue` or blank."""

    words: Promise
    tone: str = ""


def delivery(message: Message) -> Delivery:
    """The last that is known: what came back was sent before."""
    if message.bounced_at:
        return Delivery(_("came back"), "overdue")
    if message.sent_at:
        return Delivery(_("sent"), "good")
    if message.stopped_at:
        return Delivery(_("stopped"))
    if message.next_at:
        return Delivery(_("on its way"), "soon" if message.attempts else "")
    return Delivery(_("could not be sent"), "overdue")
