"""Icons of one set, inline, so that they take the colour and the size of the words beside them.

They are Lucide's (ISC; `portal/icons/LICENSE`), unchanged. An icon says again what words beside it
say, never anything alone: readers of a screen hear nothing of it.
"""

import re
from functools import cache
from pathlib import Path

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS = Path(__file__).parent.parent / "icons"
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon by its file's name, such as `receipt-text`. Raises FileNotFoundError."""
    drawing = _DRAWING.search((ICONS / f"{name}.svg").read_text())
    assert drawing, name  # the set's files are whole
    lines = "".join(line.strip() for line in drawing[1].splitlines())
    # Only files of our own are read: nothing here was typed by anybody.
    return mark_safe(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{lines}</svg>'
    )
