"""Messages that were given up, and why."""

from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from troth.core.email_address import is_wrong
from troth.gates.share import NotSharedError
from troth.messaging.models import Message
from troth.messaging.smtp import UnsupportedAddressError

LATELY = timedelta(days=30)
NOWHERE = "nowhere"
WHY = {
    NOWHERE: _("The mail server says that there is no such address."),
    "letters": _("The mail server takes no address with letters other than a to z (SMTPUTF8)."),
    "refused": _("The mail server refused it for a day."),
    "unreached": _("The mail server could not be reached for a day."),
    "withheld": _("The policy does not let whoever delivers our mail have it."),
    "": _("It was tried for a day. The log of the platform says more."),
}


def failed_lately(*, at: datetime) -> QuerySet[Message]:
    """Those that were given up in the last thirty days, and not sent again since.

    What was for nobody known here is gone with its address.
    """
    return Message.objects.filter(failed_at__gt=at - LATELY)


def why(error: Exception) -> str:
    """The word of `WHY` for what kept a message from being sent."""
    if is_nowhere(error):
        return NOWHERE
    if isinstance(error, UnsupportedAddressError):
        return "letters"
    if isinstance(error, NotSharedError):
        return "withheld"
    if isinstance(error, SMTPException):
        return "refused"
    return "unreached" if isinstance(error, OSError) else ""


def is_nowhere(error: Exception) -> bool:
    """Whether the server says that there is no such address (RFC 5321, RFC 3463)."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    said = [words.decode("ascii", "replace") for _code, words in error.recipients.values()]
    return bool(said) and all(is_wrong(words.partition(" ")[0]) for words in said)
