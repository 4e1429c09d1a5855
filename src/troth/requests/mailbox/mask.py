"""A mail as it came, but for the numbers of cards: their last four digits are left of them.

Every other byte stays as it was. What is no text, such as a picture or a PDF, is not looked into.
What a mail holds may make reading it fail: see `read_apart`.
"""

import html
import quopri
import re
from base64 import encodebytes
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_string
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, quote

from troth.gates.inputs.card import card_digits, holds_card_number, without_card_numbers

_SIGN = "*"  # it is in every charset
_TEXTS = ("text", "message", "multipart")
_PIECES = re.compile(r"<[^>]*>|&#?\w+;?|[^<&]+|[<&]")
_INLINE = re.compile(r"</?(a|b|big|em|font|i|s|small|span|strong|sub|sup|tt|u|wbr)\b|<!", re.I)
_PLAIN = re.compile(rb"\d(?:[ .-]?\d){12,18}")


def masked(raw: bytes) -> bytes:
    """A mail without card numbers in its headers and in whatever of it is text, however encoded."""
    # Each byte is a sign, so that what is read can be found again.
    for old, new in _changes(message_from_string(raw.decode("latin-1"))):
        raw = raw.replace(old, new)
    return raw


def masked_plainly(raw: bytes) -> bytes:
    """As `masked`, of what cannot be read as a mail: where the bytes themselves are such a number.

    It takes no longer than to read them once.
    """
    return _PLAIN.sub(lambda found: _without(found[0].decode()).encode(), raw)


def _changes(mail: Message) -> Iterator[tuple[bytes, bytes]]:
    """What stands in the mail, each with what is to stand there."""
    for part in mail.walk():
        for name, value in part.raw_items():
            yield from _change(value, _header(part, name, _utf8(_bytes(value))))
        for around in (part.preamble, part.epilogue):
            if around:
                yield from _change(around, _identity(_bytes(around)))
        if not part.is_multipart():
            yield from _change(str(part.get_payload()), _body(part))


def _change(old: str, new: bytes) -> Iterator[tuple[bytes, bytes]]:
    if (was := _bytes(old)) != new:
        yield was, new


def _header(part: Message, name: str, value: str) -> bytes:
    """A header's value, which may be folded, encoded by words (RFC 2047) or parts (RFC 2231)."""
    told = []
    for key, each in part.get_params([], name) if ";" in value else []:
        with suppress(LookupError, ValueError):
            each = collapse_rfc2231_value(each)
        told.append((key, str(each)))
    if not holds_card_number(value) and any(holds_card_number(each) for _key, each in told):
        first, *rest = told
        named = (f'{key}="{quote(_without(each))}"' for key, each in rest)
        return "; ".join([first[0], *named]).encode("ascii", "replace")
    if (without := _without(value)) != value:
        return _encoded(without)
    line = " ".join(value.split())
    with suppress(Exception):  # the library fails in many ways, and codecs in their own
        line = " ".join(str(make_header(decode_header(line))).split())
    if (without := _without(line)) == line:
        return _encoded(value)
    return without.encode() if without.isascii() else Header(without, "utf-8").encode().encode()


def _body(part: Message) -> bytes:
    """What a part that holds no other is to hold, in the encoding that it has."""
    source = _bytes(str(part.get_payload()))
    decoded = part.get_payload(decode=True)
    data = decoded if isinstance(decoded, bytes) else source
    kind, is_text = part.get_content_type(), part.get_content_maintype() in _TEXTS
    new = _text(data, str(part.get_content_charset() or "utf-8"), kind, is_text=is_text)
    if new == data and is_text:
        return _identity(source)
    if new == data:
        # What decoding leaves out, as what stands behind the end of base64, is there to be read.
        return source if data == source else masked_plainly(source)
    end = b"\r\n" if b"\r\n" in source else b"\n"
    match str(part.get("Content-Transfer-Encoding", "")).strip().lower():
        case "base64":
            return encodebytes(new).replace(b"\n", end)
        case "quoted-printable":
            return quopri.encodestring(new.replace(b"\r\n", b"\n")).replace(b"\n", end)
        case _:
            return new


def _text(data: bytes, charset: str, kind: str, *, is_text: bool) -> bytes:
    """Bytes as whoever opens them may read them: in the charset they say, or what they are in."""
    is_utf8 = _decodes(data)
    if not is_text and (not is_utf8 or b"\0" in data):
        return data
    for codec in dict.fromkeys(("utf-8" if is_utf8 else "latin-1", charset)):
        with suppress(LookupError, ValueError):  # there is no such charset
            text = data.decode(codec, "replace")
            without = _without(text)
            if "ml" in kind or text.lstrip()[:1] == "<":
                without = _without_in_markup(without)
            if without != text:
                data = without.encode(codec, "replace")
    return data


def _without_in_markup(text: str) -> str:
    """HTML or XML without numbers that are one only where its tags are not seen."""
    seen: list[tuple[str, int, int]] = []  # a sign, and where what makes it begins and ends
    for piece in _PIECES.finditer(text):
        found, (start, end) = piece[0], piece.span()
        if found[0] == "<" and len(found) > 1:
            seen += [] if _INLINE.match(found) else [("\n", start, end)]
        elif found[0] == "&":
            seen += [(sign, start, end) for sign in html.unescape(found)[:1]]
        else:
            seen += [(sign, start + nth, start + nth + 1) for nth, sign in enumerate(found)]
    signs = list(text)
    for place in card_digits("".join(sign for sign, _start, _end in seen)):
        _sign, start, end = seen[place]
        signs[start:end] = [_SIGN, *[""] * (end - start - 1)]
    return "".join(signs)


def _identity(source: bytes) -> bytes:
    return _encoded(_without(_utf8(source)))


def _without(text: str) -> str:
    return without_card_numbers(text, sign=_SIGN)


def _decodes(data: bytes) -> bool:
    with suppress(ValueError):
        return bool(data.decode() or True)
    return False


def _bytes(source: str) -> bytes:
    """As it came."""
    return source.encode("latin-1")


def _utf8(source: bytes) -> str:
    return source.decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
