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
from django.utils.translation import gettext as _

from troth.core.brand import Tones, tones
from troth.core.provider import provider, site_url

MOST_BYTES = 90_000  # of a page: Gmail cuts one after 102 kB
_ACCENT = "#0b5d57"  # that of troth.css
# What is a link in a text, without the stop or bracket that follows it.
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]|[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
_RULE = re.compile(r"(=+|-{3,})$")  # below a heading
_ITEM = re.compile(r"[-*–] ")


def page(text: str, subject: str, *, by: str) -> str | None:
    """The text as HTML in the language that is active; None where that is too long to be shown.

    by: the name of the provider, which stands above it.
    """
    accent = provider().accent or _ACCENT
    light, dark = tones(accent, dark=False), tones(accent, dark=True)
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n"))
    made = render_to_string(
        "messaging/page.html",
        {
            "language": get_language(),
            "subject": subject,
            "by": by,
            "light": light,
            "dark": dark,
            "blocks": [_block(block.split("\n"), light) for block in blocks],
        },
    )
    return made if len(made.encode()) <= MOST_BYTES else None


def _block(lines: list[str], accent: Tones) -> SafeString:
    """A paragraph, with its lists and headings; a link of ours that stands alone is a button."""
    alone = lines[0].strip()
    if len(lines) == 1 and alone.startswith(f"{site_url()}/") and _LINK.fullmatch(alone):
        return format_html(
            '<p><a class="button" style="background:{};color:{}" href="{}">{}</a></p>'
            '<p class="quiet">{}</p>',
            accent.accent,
            accent.on_accent,
            alone,
            _("Open the page"),
            _line(alone),
        )
    return _all(_parts(lines))


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
