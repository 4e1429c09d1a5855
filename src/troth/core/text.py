"""Text as it is taken in: the same letters are the same characters, and nothing in it is hidden."""

import re
import unicodedata

# Control characters, halves of characters, those that are none, and what turns around the text
# that follows it, so that a name could pass for another (TR 36); the ends of lines and tabs are
# none of these.
_TURNED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Format characters that are seen: signs of Arabic and Syriac that stand around others.
_SEEN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
# Letters and signs that are not seen: fillers, and the blank of Braille.
_BLANK = {*"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0"}
# What a spreadsheet would run as a formula, also of the wide signs that people in East Asia type.
FORMULA = r"-=+@\t\r\n\uff0d\uff1d\uff0b\uff20"
_RUNS = re.compile(rf"'*[{FORMULA}]")
# Of use between others: in Persian, in the scripts of India, and in emoji.
_JOIN = {*"\u200c\u200d"}
# By what a link is known: `://`, and the dots of a domain before whatever ends it.
_LINKS = re.compile(r"(://|[.\u3002\uff0e\uff61](?=[^\W\d_]))(?=\S)")


def trimmed(typed: str) -> str:
    """Composed characters (NFC), without what is not seen at either end, as pasting leaves it."""
    text = unicodedata.normalize("NFC", typed)
    first, end = 0, len(text)
    while first < end and _is_unseen(text[first]):
        first += 1
    while first < end and _is_unseen(text[end - 1]):
        end -= 1
    return text[first:end]


def hides(line: str) -> bool:
    """Whether a line, such as a name, holds what nobody sees, or what reverses a text."""
    return any(
        _is_unseen(sign) and sign not in _JOIN and unicodedata.category(sign) != "Zs"
        for sign in line
    )


def is_turned(text: str) -> bool:
    """Whether a text of many lines holds control characters, or what reverses it."""
    return bool(_TURNED.search(text))


def straight(text: str) -> str:
    """A text that cannot be refused, such as a mail's, without what `is_turned` finds."""
    return unicodedata.normalize("NFC", _TURNED.sub("", text))


def unlinked(name: str) -> str:
    """A name that somebody has typed, so that no mail program makes a link of any of it."""
    return _LINKS.sub(r"\1 ", name)


def _is_unseen(sign: str) -> bool:
    unseen = unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")
    return sign in _BLANK or unseen and sign not in _SEEN


def safe_cell(text: str) -> str:
    """A text in a file for spreadsheets, which runs as no formula there."""
    figure = re.fullmatch(r"-?[0-9.]+", text)
    return f"'{text}" if _RUNS.match(text) and not figure else text
