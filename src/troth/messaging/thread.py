"""What a mail is about, such as `request-12`, so that an answer to it finds its way back.

It stands in the mail's Message-ID and References (RFC 5322, 3.6.4), and in the address that
answers go to where the provider has one for each: signed, so that nobody comes upon it who has not
received a mail about it.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from troth.core.provider import provider, salt

_THREAD = r"(?:request|inquiry|ticket)-[0-9]{1,18}"
_KEY = re.compile(rf"({_THREAD})-([0-9a-f]{{20}})@", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:[0-9]+\.)?({_THREAD})")


def thread_of(kind: str, number: int) -> str:
    """The thread of a request, an inquiry or a ticket."""
    return f"{kind}-{number}"


def address_for(thread: str) -> str:
    """Where answers to a mail of a thread go; blank where no mailbox is read.

    In place of the `*` in MAILBOX_ADDRESS stands what leads to the thread.
    """
    if not provider().mailbox:
        return ""
    return provider().mailbox_address.replace("*", f"{thread}-{_signature(thread)}")


def message_id(key: int, thread: str) -> str:
    """The Message-ID of a message, such as `<12.request-7.signature@my.example>`."""
    return _named(f"{key}.{thread}" if thread else str(key))


def root_of(thread: str) -> str:
    """What all mails of a thread refer to, so that mail programs show them together."""
    return _named(thread)


def key_in(message_id: str) -> int | None:
    """The key of the message that has this Message-ID; None where it is not one of ours."""
    number = _signed(message_id).partition(".")[0]
    return int(number) if number.isdecimal() else None


def thread_in(names: Iterable[str]) -> str:
    """The first thread of ours among addresses and Message-IDs; blank where there is none."""
    for name in names:
        if found := _NUMBER.fullmatch(_signed(name)):
            return found[1]
        for thread, signature in _KEY.findall(name):
            if _signature(thread.lower()) == signature.lower():
                return str(thread.lower())
    return ""


def _named(what: str) -> str:
    return f"<{_signer().sign(what)}@{urlsplit(provider().site_url).hostname}>"


def _signed(message_id: str) -> str:
    try:
        return _signer().unsign(message_id.strip("<>").rpartition("@")[0])
    except BadSignature:
        return ""


def _signature(thread: str) -> str:
    """80 bits, in letters that no mail server changes: a name before the @ has 64 at most."""
    made = salted_hmac(salt("troth.messaging.thread"), thread, algorithm="sha256")
    return made.hexdigest()[:20]


def _signer() -> Signer:
    return Signer(sep=".", salt=salt("troth.messaging.number"))
