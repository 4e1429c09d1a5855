"""The mailbox that requests arrive in, over IMAP."""

import imaplib
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import mktime
from typing import Any

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from troth.core.errors import TrothError
from troth.requests.mailbox.mail import read_mail

_MOST = 2_000_000  # bytes of a mail that are fetched: what is behind them is attachments
_TIMEOUT = 30  # seconds


@dataclass(frozen=True)
class Arrived:
    """A mail that is not marked as read: its bytes, and when it came, if the server says so."""

    uid: str
    raw: bytes
    at: datetime | None


@contextmanager
def opened(where: Mapping[str, Any]) -> Iterator[BaseMailBox]:
    """The mailbox of the setting MAILBOX. Raises TrothError when it cannot be read."""
    try:
        box = _connect(where)
        try:
            box.login(where["user"], where["password"], where["folder"])
            yield box
        finally:
            box.client.shutdown()
    except MailboxLoginError:
        raise TrothError("The mail server refuses the sign-in; check MAILBOX_URL.") from None
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise TrothError(
            f"The mailbox cannot be read ({type(error).__name__}); see that the server runs and "
            "that MAILBOX_URL is right."
        ) from error


def unread(box: BaseMailBox) -> Iterator[Arrived]:
    """The mails that are not marked as read, the oldest first; they stay as they are."""
    return _fetched(box, AND(seen=False))


def delete(box: BaseMailBox, folder: str, day: date, numbers: Collection[str]) -> None:
    """Delete those mails of a folder that have these numbers, of those that came on a day.

    Where the server is, that may have been the day before or after.
    """
    box.folder.set(folder)
    near = AND(date_gte=day - timedelta(days=1), date_lt=day + timedelta(days=2))
    box.delete([mail.uid for mail in _fetched(box, near) if read_mail(mail.raw).number in numbers])


def _fetched(box: BaseMailBox, which: AND) -> Iterator[Arrived]:
    for uid in box.uids(which):
        _status, found = box.client.uid("fetch", uid, f"(INTERNALDATE BODY.PEEK[]<0.{_MOST}>)")
        for piece in found:
            if isinstance(piece, tuple):
                local = imaplib.Internaldate2tuple(piece[0])
                at = datetime.fromtimestamp(mktime(local), UTC) if local else None
                yield Arrived(uid, piece[1], at)


def settle(box: BaseMailBox, arrived: Arrived, move: str) -> None:
    """Mark a mail as read, and move it to the folder `move` unless that is blank."""
    box.flag(arrived.uid, r"\Seen", True)
    if move:
        box.move(arrived.uid, move)


def _connect(where: Mapping[str, Any]) -> BaseMailBox:
    if where["tls"]:
        trust = ssl.create_default_context()
        return MailBox(where["host"], where["port"], timeout=_TIMEOUT, ssl_context=trust)
    return MailBoxUnencrypted(where["host"], where["port"], timeout=_TIMEOUT)
