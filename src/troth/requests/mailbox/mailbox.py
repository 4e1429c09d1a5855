"""The mailbox that requests arrive in, over IMAP."""

import imaplib
import ssl
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from time import mktime
from typing import Any

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.requests.mailbox.access_token import access_token
from troth.requests.mailbox.mail import number_of

MOST = 40_000_000  # bytes of a mail that are fetched
_TIMEOUT = 30  # seconds
_REFUSED = "The mail server refuses the sign-in; check MAILBOX_URL and MAILBOX_OAUTH."


@dataclass(frozen=True)
class Arrived:
    """A mail: its bytes, and when it came, if the server says so."""

    uid: str
    raw: bytes
    at: datetime | None


@contextmanager
def opened(where: Mapping[str, Any]) -> Iterator[BaseMailBox]:
    """The mailbox of the setting MAILBOX. Raises TrothError when it cannot be read."""
    try:
        with reaching("the provider's own mailbox"):
            box = _connect(where)
            try:
                _sign_in(box, where)
                yield box
            finally:
                box.client.shutdown()
    except MailboxLoginError:
        raise TrothError(_REFUSED) from None
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise TrothError(
            f"The mailbox cannot be read ({type(error).__name__}); see that the server runs and "
            "that MAILBOX_URL is right."
        ) from error


def place(box: BaseMailBox, where: Mapping[str, Any]) -> str:
    """A name of the folder for as long as the numbers of its mails hold (RFC 9051, 2.3.1.1)."""
    status = box.folder.status(where["folder"], ["UIDVALIDITY"])
    parts = (where["host"], where["user"], where["folder"], str(status["UIDVALIDITY"]))
    return sha256("\n".join(parts).encode()).hexdigest()


def arrived(box: BaseMailBox, uids: Iterable[str]) -> Iterator[Arrived]:
    """The mails with these numbers that are still there; they stay as they are."""
    for uid in uids:
        _status, found = box.client.uid("fetch", uid, f"(INTERNALDATE BODY.PEEK[]<0.{MOST}>)")
        for piece in found:
            if isinstance(piece, tuple):
                local = imaplib.Internaldate2tuple(piece[0])
                at = datetime.fromtimestamp(mktime(local), UTC) if local else None
                yield Arrived(uid, piece[1], at)


def delete(box: BaseMailBox, folder: str, day: date, numbers: Collection[str]) -> None:
    """Delete those mails of a folder that have these numbers, of those that came on a day.

    Where the server is, that may have been the day before or after.
    """
    box.folder.set(folder)
    near = AND(date_gte=day - timedelta(days=1), date_lt=day + timedelta(days=2))
    found = arrived(box, box.uids(near))
    box.delete([mail.uid for mail in found if number_of(mail.raw) in numbers])


def settle(box: BaseMailBox, mail: Arrived, move: str) -> None:
    """Mark a mail as read, and move it to the folder `move` unless that is blank."""
    box.flag(mail.uid, r"\Seen", True)
    if move:
        box.move(mail.uid, move)


def _sign_in(box: BaseMailBox, where: Mapping[str, Any]) -> None:
    if not where["oauth"]:
        box.login(where["user"], where["password"], where["folder"])
        return
    token = access_token(where["oauth"], where["user"])
    try:
        box.xoauth2(where["user"], token, where["folder"])
    except imaplib.IMAP4.error:
        raise TrothError(_REFUSED) from None


def _connect(where: Mapping[str, Any]) -> BaseMailBox:
    if where["tls"]:
        trust = ssl.create_default_context()
        return MailBox(where["host"], where["port"], timeout=_TIMEOUT, ssl_context=trust)
    return MailBoxUnencrypted(where["host"], where["port"], timeout=_TIMEOUT)
