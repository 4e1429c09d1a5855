"""How far a message has come, in words."""

from django.utils.translation import gettext_lazy as _

from troth.core.flag import Flag
from troth.messaging.models import Message


def delivery(message: Message) -> Flag:
    """The last that is known: what came back was sent before."""
    if message.bounced_at:
        return Flag(_("came back"), "overdue")
    if message.sent_at:
        return Flag(_("sent"), "good")
    if message.stopped_at:
        return Flag(_("stopped"))
    if message.next_at:
        return Flag(_("on its way"), "soon" if message.attempts else "")
    return Flag(_("could not be sent"), "overdue")
