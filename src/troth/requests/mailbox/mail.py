"""An e-mail as the desk takes it in. Nothing that a mail holds makes reading it fail."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from troth.requests.mailbox.genuine import is_genuine

LONGEST = 20_000  # characters of a text that are kept
_BLOCKS = {"address", "blockquote", "br", "div", "h1", "h2", "h3", "li", "p", "pre", "table", "tr"}
_UNSEEN = {"head", "script", "style", "title"}
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")


@dataclass(frozen=True)
class Mail:
    """What counts of a mail.

    number: its Message-ID, or a fingerprint where it has none. sender: an address, or blank.
    genuine: the receiving server vouches for the sender's domain. attachments: how many there
    are. automatic: no human has sent it (RFC 3834). cut: the text was longer.
    """

    number: str
    sender: str
    genuine: bool
    subject: str
    text: str
    attachments: int
    automatic: bool
    cut: bool


def read_mail(raw: bytes, *, authserv: str = "") -> Mail:
    """Read a mail. `authserv` is the server whose word on the sender is taken; blank: nobody's."""
    fingerprint = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    try:
        return _read(message_from_bytes(raw), fingerprint, authserv)
    except Exception:  # noqa: BLE001  (the parser fails in ways of its own, such as by recursion)
        return Mail(fingerprint, "", False, "", "", 0, automatic=False, cut=False)


def _read(mail: Message, fingerprint: str, authserv: str) -> Mail:
    number = _header(mail, "Message-ID").strip()
    sender = _sender(mail)
    text, attachments = _text(mail)
    return Mail(
        number=number if 0 < len(number) <= 250 else fingerprint,
        sender=sender,
        genuine=bool(sender and authserv) and is_genuine(_results(mail), sender, authserv),
        subject=_storable(_header(mail, "Subject"))[:200],
        text=text[:LONGEST],
        attachments=attachments,
        automatic=_automatic(mail, sender),
        cut=len(text) > LONGEST,
    )


def _sender(mail: Message) -> str:
    """The one address in From, as it is written: what is encoded there is a name at most."""
    senders = getaddresses([str(value) for value in mail.get_all("From", [])])
    address = senders[0][1].strip().lower() if len(senders) == 1 else ""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def _results(mail: Message) -> list[str]:
    return [str(value) for value in mail.get_all("Authentication-Results", [])]


def _automatic(mail: Message, sender: str) -> bool:
    """Whether a program sent it: a bounce, a reply in somebody's absence, a list."""
    submitted = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(mail.get(name) is not None for name in _LISTS)
        or sender.partition("@")[0] in ("mailer-daemon", "postmaster")
    )


def _header(mail: Message, name: str) -> str:
    """A header, decoded as far as it can be, in one line."""
    raw = str(mail.get(name, ""))
    try:
        decoded = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        decoded = raw
    return " ".join(_storable(decoded).split())


def _text(mail: Message) -> tuple[str, int]:
    """The text of a mail, from its HTML where it has no other, and the number of attachments."""
    plain, html, attachments = [], [], 0
    for part in mail.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_filename() or part.get_content_disposition() == "attachment":
            attachments += 1
        elif kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(_without_tags(_decoded(part)))
        else:
            attachments += 1
    text = "\n\n".join(plain) if any(part.strip() for part in plain) else "\n\n".join(html)
    lines = _storable(text).replace("\r\n", "\n").split("\n")
    return re.sub(
        r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)
    ).strip(), attachments


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that there is not
        return raw.decode("utf-8", "replace")


def _storable(text: str) -> str:
    """Text that a database takes: without NUL, and without halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


class _Tagless(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def _without_tags(html: str) -> str:
    parser = _Tagless()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)
