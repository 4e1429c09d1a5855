"""What people wrote by mail, of which what they quote is folded."""

from typing import Any

from django import template

register = template.Library()

_MARK = ">"


@register.inclusion_tag("portal/written.html")
def written(text: str) -> dict[str, Any]:
    """A text in parts, of which those behind `>` are folded: nothing of it is left out."""
    return {"parts": parted(text)}


def parted(text: str) -> list[tuple[bool, str]]:
    """The parts of a text, each with whether it is quoted; of these one mark is taken off.

    Blank lines belong to the part that they follow.
    """
    parts: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        quoted = line.startswith(_MARK)
        line = line[1:].removeprefix(" ") if quoted else line
        if parts and (quoted == parts[-1][0] or not line.strip()):
            parts[-1][1].append(line)
        else:
            parts.append((quoted, [line]))
    said = [(quoted, "\n".join(lines).strip("\n")) for quoted, lines in parts]
    return [(quoted, each) for quoted, each in said if each.strip()]
