"""The text of a mail as a page, for mail programs that show one: the same words, nothing besides.

It is made as the mail goes out and stored nowhere. It loads nothing from anywhere, so that nobody
learns when it is read, and follows the reader's choice of light or dark.
"""

import re
from collections.abc import Iterable, Iterator

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from troth.core.brand import Tones, tones
from troth.core.provider import provider, site_url
from troth.messaging.button import label

MOST_BYTES = 90_000  # of a page: Gmail cuts one after 102 kB
_ACCENT = "#0b5d57"  # that of troth.css
# What is a link in a text, without the stop or bracket that follows it. An address is looked for
# where a word begins: from each of its letters, a long word would take seconds.
_LINK = re.compile(
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]"
    r"|(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}"
)
_RULE = re.compile(r"(=+|-{3,})$")  # below a heading
_ITEM = re.compile(r"[-*–] ")
_DASHES = "\n-- \n"  # before what a mail program may leave out (RFC 3676, 4.3)
_OWN_WORDS = re.compile(r"[^.]{,39}:")  # before a link: what its button says


def page(text: str, subject: str, *, by: str, signed: str = "") -> str | None:
    """The text as HTML in the language that is active; None where that is too long to be shown.

    by: the name of the provider, which stands above it. signed: the last lines of a letter, which
    stand apart where the text has them.
    """
    accent = provider().accent or _ACCENT
    light, dark = tones(accent, dark=False), tones(accent, dark=True)
    said, sign, after = text.replace("\r\n", "\n").rpartition(signed or "\0")
    said, foot = (said, sign + after) if sign else (after, "")
    made = render_to_string(
        "messaging/page.html",
        {
            "language": get_language(),
            "subject": subject,
            "by": by,
            "light": light,
            "dark": dark,
            "blocks": _blocks(said, light),
            "foot": [_all(_parts(each)) for each in _split(foot.replace(_DASHES, "\n"))],
        },
    )
    return made if len(made.encode()) <= MOST_BYTES else None


def _split(text: str) -> list[list[str]]:
    """The lines of each paragraph."""
    text = text.strip("\n")
    return [block.split("\n") for block in re.split(r"\n\s*\n", text)] if text else []


def _blocks(text: str, accent: Tones) -> Iterator[SafeString]:
    """Paragraphs, with their lists and headings. The first link of ours that one ends with is the
    button of the mail."""
    pressed = False
    for lines in _split(text):
        words, _space, last = lines[-1].rpartition(" ")
        ours = last.startswith(f"{site_url()}/") and _LINK.fullmatch(last)
        listed = _ITEM.match(lines[-1]) or lines[-1].startswith(" ")
        if pressed or listed or not ours:
            yield _all(_parts(lines))
            continue
        pressed, says = True, label(last)
        if len(lines) == 1 and _OWN_WORDS.fullmatch(words):
            says, words = words[:-1], ""
        yield _all([*_parts([*lines[:-1], *filter(None, [words])]), _button(last, says, accent)])


def _button(to: str, says: str, accent: Tones) -> SafeString:
    return format_html(
        '<p><a class="button" style="background:{};color:{}" href="{}">{}</a></p>',
        accent.accent,
        accent.on_accent,
        to,
        says,
    )


def _parts(lines: list[str]) -> Iterator[SafeString]:
    """The lines of a block in order: words, then a list, or a heading, then words."""
    words: list[str] = []
    items: list[list[str]] = []
    for number, line in enumerate(lines):
        if number and _RULE.match(line) and len(line) == len(lines[number - 1]) and words:
            heading = words.pop()
            yield from _told(words, items)
            yield format_html("<h2>{}</h2>", heading)
        elif _ITEM.match(line):
            if not items:
                yield from _told(words, items)
            items.append([line[2:]])
        elif items and line.startswith("  "):
            items[-1].append(line.strip())
        else:
            if items:
                yield from _told(words, items)
            words.append(line)
    yield from _told(words, items)


def _told(words: list[str], items: list[list[str]]) -> Iterator[SafeString]:
    """What was gathered, which is then gathered anew."""
    if words:
        yield format_html("<p>{}</p>", _lines(words))
    if items:
        rows = format_html_join("", "<li>{}</li>", ((_lines(item),) for item in items))
        yield format_html("<ul>{}</ul>", rows)
    words.clear()
    items.clear()


def _lines(lines: list[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((_line(each),) for each in lines))


def _line(line: str) -> SafeString:
    """A line with its links, and nothing else of it taken as HTML."""
    words, end = list[SafeString](), 0
    for found in _LINK.finditer(line):
        to = found[0] if "://" in found[0] else f"mailto:{found[0]}"
        words += [escape(line[end : found.start()])]
        words += [format_html('<a href="{}">{}</a>', to, found[0])]
        end = found.end()
    return _all([*words, escape(line[end:])])


def _all(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((each,) for each in parts))
