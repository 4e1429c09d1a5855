"""The files that came with a mail. What a mail holds may make reading it fail: see `read_apart`."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice
from typing import Self

from troth.core.text import hides

MOST_FILES = 10
LARGEST_FILE = 10_000_000  # bytes
_LONGEST_NAME = 100  # characters, of which the last are kept: they say what kind of file it is


@dataclass(frozen=True)
class MailFile:
    """A file of a mail. name: a line that nothing is hidden in, without a folder; may be blank."""

    name: str
    content: bytes

    def as_line(self) -> str:
        """As one line of JSON."""
        return json.dumps({"name": self.name, "content": b64encode(self.content).decode()})

    @classmethod
    def of_line(cls, line: bytes) -> Self:
        """What `as_line` wrote."""
        told = json.loads(line)
        return cls(told["name"], b64decode(told["content"]))


def files_of(raw: bytes) -> Iterator[MailFile]:
    """The first MOST_FILES files of a mail that hold anything and are no larger than LARGEST_FILE.

    A file is what is attached, and what is no text; of a mail in a mail, what that holds.
    """
    mail = message_from_bytes(raw)
    is_text = mail.get_content_maintype() == "text"  # all of it, which is read as such
    found = (_file(part) for part in mail.walk() if is_file(part) and not is_text)
    yield from islice((file for file in found if 0 < len(file.content) <= LARGEST_FILE), MOST_FILES)


def is_file(part: Message) -> bool:
    """Whether a part is a file beside the text; a text with a name, shown inline, is none."""
    if part.is_multipart():
        return False
    disposition = part.get_content_disposition()
    attached = disposition == "attachment" or (disposition is None and bool(_written(part)))
    return attached or part.get_content_maintype() not in ("text", "multipart")


def _file(part: Message) -> MailFile:
    payload = part.get_payload(decode=True)
    return MailFile(_name(part), payload if isinstance(payload, bytes) else b"")


def _name(part: Message) -> str:
    """What its sender called it. Some programs encode it as a header (RFC 2047), against RFC 2231.

    It may be anything: what could pass for a folder, or for another name, is left out.
    """
    written = _written(part)
    try:
        name = str(make_header(decode_header(written)))
    except Exception:  # noqa: BLE001  (the library fails in many ways, and codecs in their own)
        name = written
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if not hides(sign))
    return " ".join(name.split())[-_LONGEST_NAME:]


def _written(part: Message) -> str:
    """The name as the library reads it; blank where it cannot, so that the others are read."""
    try:
        return part.get_filename() or ""
    except Exception:  # noqa: BLE001  (a charset may be any codec, such as one for domains)
        return ""
