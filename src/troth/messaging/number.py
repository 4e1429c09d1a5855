"""The Message-ID of each mail, by which one that comes back is known to be ours.

Nobody but who received the mail can name it: what comes back may lead to an address being emptied.
"""

from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer

from troth.core.provider import provider, salt
from troth.messaging.models import Message


def number_for(message: Message) -> str:
    """The Message-ID of a message that is stored, such as `<12.signature@my.example>`."""
    return f"<{_signer().sign(str(message.pk))}@{urlsplit(provider().site_url).hostname}>"


def numbered(message_id: str) -> int | None:
    """The key of the message that has this Message-ID; None where it is not one of ours."""
    try:
        return int(_signer().unsign(message_id.strip("<>").rpartition("@")[0]))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt=salt("troth.messaging.number"))
