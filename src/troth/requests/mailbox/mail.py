"""An e-mail as the desk takes it in, as far as it can be read.

What a mail holds may make reading it fail, take for ever or end the process: see `read_apart`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from hashlib import sha256
from typing import cast

from selectolax.lexbor import LexborHTMLParser

from troth.core.email_address import canonical, comparable, is_wrong
from troth.core.text import straight
from troth.gates.inputs.card import holds_card_number, without_card_numbers
from troth.requests.mailbox.files import is_file
from troth.requests.mailbox.genuine import is_genuine
from troth.requests.mailbox.mark_quoted import mark_quoted

LONGEST = 20_000  # characters of a text that are kept
_LONGEST_HEAD = 100_000  # bytes of a head that are read where nothing else is
_LONGEST_HEADER = 4_000  # characters of a header that are read
_LONGEST_PART = 2_000_000  # bytes of one text that are read
_UNSEEN = ["head", "script", "style", "template", "title"]
# What does not part the words before it from those behind it; every other element does.
_INLINE = (
    "a,abbr,acronym,b,bdi,bdo,big,cite,code,del,dfn,em,font,i,img,ins,kbd,label,mark,nobr,q,s,"
    "samp,small,span,strike,strong,sub,sup,time,tt,u,var,wbr"
)
_BREAK = "\x1e"
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]+@[^\s<>()\[\],;:\"\\@]+")
_MOST_ANSWERED = 20  # addresses, and Message-IDs
_SENT_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")


@dataclass(frozen=True)
class Mail:
    """What counts of a mail.

    number: its Message-ID, or blank. sender: an address, or blank. reply_to: another one, to which
    answers shall go, or blank. genuine: the receiving server vouches for the sender's domain, which
    says nothing of `reply_to`. attachments: how many there are. automatic: a program may
    have sent it (RFC 3834), and must not be answered. cut: the text was longer. unreadable: there
    is more in it than could be read. came_back: it tells that a mail, which has this Message-ID,
    could not be delivered since there is no such address (RFC 3464); or blank. answers: to which
    addresses it was sent, and the Message-IDs of what it answers, the nearest first; parted by
    blanks.
    """

    number: str = ""
    sender: str = ""
    reply_to: str = ""
    genuine: bool = False
    subject: str = ""
    text: str = ""
    attachments: int = 0
    automatic: bool = True
    cut: bool = False
    unreadable: bool = True
    came_back: str = ""
    answers: str = ""


def number_of(raw: bytes) -> str:
    """By what a mail is known: its Message-ID, or else the hash of all of it.

    A Message-ID may be anything that the sender likes; one with a card's number is not kept.
    """
    head = BytesParser().parsebytes(raw[:_LONGEST_HEAD], headersonly=True)
    number = _message_id(head)
    if number and not holds_card_number(number):
        return number
    return f"sha256:{sha256(raw).hexdigest()}"


def read_mail(raw: bytes, *, authserv: str = "") -> Iterator[Mail]:
    """Read a mail: first what its head says, then all of it, then what of it is quoted.

    authserv: the server whose word on the sender is taken; blank: nobody's. The parsers fail in
    ways of their own, such as by recursion or by taking for ever; then the last reading stands.
    """
    head = BytesParser().parsebytes(raw, headersonly=True)
    sender, plain = _sender(head)
    mail = Mail(
        number=_message_id(head),
        sender=sender,
        reply_to=_reply_to(head, sender),
        genuine=bool(plain and authserv)
        and is_genuine(_raw(head, "Authentication-Results"), sender, authserv),
        subject=without_card_numbers(_header(head, "Subject"))[:200],
        automatic=_automatic(head, sender),
        answers=" ".join(_answers(head)),
    )
    yield mail
    came_back = _came_back(message_from_bytes(raw))
    reading = _Reading()
    text = _tidy(reading.text_of(message_from_bytes(raw), whole=True))
    mail = replace(
        mail,
        text=_begun(text),
        attachments=reading.attachments,
        cut=reading.cut or len(text) > LONGEST,
        unreadable=reading.failed or not (sender and (mail.subject or text)),
        came_back=came_back,
        answers=" ".join(filter(None, (mail.answers, _reported(message_from_bytes(raw))))),
    )
    yield mail
    if "<" in mail.answers and not mail.automatic:  # it answers another mail
        yield replace(mail, text=mark_quoted(mail.text))


def _begun(text: str) -> str:
    """As much of a text as is kept, of which no card number is left by halves."""
    return without_card_numbers(text[: LONGEST + 100])[:LONGEST]


def _message_id(head: Message) -> str:
    """The Message-ID, or blank where there is none that could be kept."""
    number = _header(head, "Message-ID")
    return number if len(number) <= 250 else ""


def _sender(mail: Message) -> tuple[str, bool]:
    """The one address in From, and whether nobody could read another there."""
    sender = _address(mail, "From")
    return sender, bool(sender) and _is_plain(_raw(mail, "From")[0], sender)


def _reply_to(mail: Message, sender: str) -> str:
    """The one address in Reply-To (RFC 5322, 3.6.2), unless it is the sender's."""
    address = _address(mail, "Reply-To")
    return address if address != sender else ""


def _address(mail: Message, header: str) -> str:
    """The one address in a header; blank where there is none, or are several.

    What is encoded there is a name at most. Where a name breaks the grammar, as one with a comma
    or an `@` does, the address is what stands in brackets.
    """
    written = _raw(mail, header)
    if len(written) != 1 or len(written[0]) > _LONGEST_HEADER:
        return ""
    found = [address for _name, address in getaddresses(written) if address]
    if len(found) != 1:
        found = re.findall(r"<([^<>]*)>", written[0])
    try:
        (address,) = map(canonical, found)
    except ValueError:  # no address, or not one
        return ""
    return "" if holds_card_number(address) else address


def _is_plain(written: str, address: str) -> bool:
    unquoted = re.sub(r'"(?:\\.|[^"\\])*"|\([^()]*\)', "", written)
    return {*map(comparable, _ADDRESS.findall(unquoted))} == {address}


def _automatic(mail: Message, sender: str) -> bool:
    """Whether a program may have sent it: a bounce, a reply in somebody's absence, a list."""
    submitted = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or any(mail.get(name) is not None for name in _LISTS)
        or sender.partition("@")[0] in ("mailer-daemon", "postmaster")
    )


def _raw(mail: Message, name: str) -> list[str]:
    """All headers of a name as they came, with UTF-8 as RFC 6532 has it."""
    return [
        value.encode("ascii", "surrogateescape").decode("utf-8", "replace")
        for key, value in mail.raw_items()
        if key.lower() == name.lower()
    ]


def _answers(head: Message) -> list[str]:
    """To which addresses a mail was sent, and which Message-IDs it answers, the nearest first."""
    sent = [each for name in _SENT_TO for each in _raw(head, name)]
    to = [address for each in sent for address in _ADDRESS.findall(each[:_LONGEST_HEADER])]
    before = [
        number
        for name in ("In-Reply-To", "References")
        for each in _raw(head, name)
        for number in reversed(re.findall(r"<[^<>\s]{1,250}>", each[-_LONGEST_HEADER:]))
    ]
    return [*to[:_MOST_ANSWERED], *before[:_MOST_ANSWERED]]


def _came_back(report: Message) -> str:
    """The Message-ID of what could not be delivered, where a report says that it never can be."""
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return ""
    failed = any(
        _header(said, "Action").lower() == "failed" and is_wrong(_header(said, "Status"))
        for part in report.walk()
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for said in cast(list[Message], part.get_payload())
    )
    return _reported(report) if failed else ""


def _reported(report: Message) -> str:
    """The Message-ID of the mail that a report is about."""
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return ""
    number = ""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            number = number or _message_id(cast(list[Message], part.get_payload())[0])
        elif kind == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            if isinstance(head, bytes):
                number = number or _message_id(BytesParser().parsebytes(head, headersonly=True))
    return number


def _header(mail: Message, name: str) -> str:
    """A header, decoded as far as it can be, in one line; never fails, whatever it holds."""
    raw = "".join(_raw(mail, name)[:1])[:_LONGEST_HEADER]
    try:
        decoded = str(make_header(decode_header(raw)))
    except Exception:  # noqa: BLE001  (the library fails in many ways, and codecs in their own)
        decoded = raw
    return " ".join(straight(decoded).split())


class _Reading:
    """The text of a mail, and what is not in it."""

    def __init__(self) -> None:
        self.attachments = 0
        self.cut = self.failed = False

    def text_of(self, part: Message, *, whole: bool = False) -> str:
        """The text of a part. Of alternatives the plainest that says anything is taken."""
        kind = part.get_content_type()
        if part.is_multipart():
            parts = cast(list[Message], part.get_payload())
            if kind == "message/rfc822":
                return self._forwarded(parts[0])
            inner = [(each, self.text_of(each)) for each in parts]
            if kind == "multipart/alternative":
                inner.sort(key=lambda each: each[0].get_content_type() != "text/plain")
                inner = [each for each in inner if each[1].strip()][:1]
            return "\n\n".join(text for _part, text in inner if text.strip())
        if is_file(part) and not (whole and part.get_content_maintype() == "text"):
            self.attachments += 1
            return ""
        text = self._decoded(part)
        return _without_tags(text) if kind == "text/html" else text

    def _forwarded(self, mail: Message) -> str:
        """A mail in a mail, below the lines that say whose it was."""
        lines = [f"{name}: {_header(mail, name)}" for name in ("From", "Date", "Subject")]
        return "\n".join([*lines, "", self.text_of(mail)])

    def _decoded(self, part: Message) -> str:
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        self.cut |= len(raw) > _LONGEST_PART
        raw = raw[:_LONGEST_PART]
        charset = str(part.get_content_charset() or "us-ascii")
        # What calls itself ASCII and is not, is mostly UTF-8.
        for each in (charset, "utf-8"):
            try:
                return raw.decode(each)
            except (LookupError, ValueError):  # a charset that there is not, or another one
                continue
        self.failed = True
        try:
            return raw.decode(charset, "replace")
        except (LookupError, ValueError):
            return raw.decode("cp1252", "replace")


def _without_tags(html: str) -> str:
    tree = LexborHTMLParser(html.replace(_BREAK, " "))
    tree.strip_tags(_UNSEEN)
    for element in tree.css(f"body *:not({_INLINE})"):
        element.insert_before(_BREAK)
        element.insert_after(_BREAK)
    pieces = [
        node.text(deep=False)
        for node in (tree.root.traverse(include_text=True) if tree.root else ())
        if node.is_text_node
    ]
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _tidy(text: str) -> str:
    lines = straight(text.replace("\r\n", "\n")).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
