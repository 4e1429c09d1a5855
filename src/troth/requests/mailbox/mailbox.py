"""The mailbox that requests arrive in, over IMAP."""

import imaplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import mktime
from typing import Any

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from troth.core.errors import TrothError

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


def arrived_about(box: BaseMailBox, day: date) -> Iterator[Arrived]:
    """The mails that came on a day, or on the one before or after it where the server is."""
    return _fetched(box, AND(date_gte=day - timedelta(days=1), date_lt=day + timedelta(days=2)))


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
