"""The common widgets of forms as HTML, written without their templates.

Django includes two templates for each choice of a list: for one of all time zones that takes
longer than all else on its page. What is written is what its templates write, without their blank
lines.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_AT = "django/forms/widgets/"
_OPTION = f"{_AT}select_option.html"


def written(template: str, widget: dict[str, Any]) -> str | None:
    """A widget as its template would write it; None where the template has to.

    widget: what Django gives the template under this name.
    """
    write = _WRITTEN.get(template)
    return write(widget) if write else None


def options_of(widget: dict[str, Any]) -> SafeString | None:
    """The options of a list, each on a line; None where one has a template of its own."""
    lines = []
    for group, options, _place in widget["optgroups"]:
        if any(option["template_name"] != _OPTION for option in options):
            return None
        if group:
            lines.append(f'\n  <optgroup label="{_shown(group)}">')
        lines += [
            f'\n  <option value="{_as_text(option["value"])}"{_attrs(option)}>'
            f"{_shown(option['label'])}</option>"
            for option in options
        ]
        if group:
            lines.append("\n  </optgroup>")
    return mark_safe("".join(lines))  # each part is escaped


def _select(widget: dict[str, Any]) -> str | None:
    options = options_of(widget)
    if options is None:
        return None
    return f'<select name="{_shown(widget["name"])}"{_attrs(widget)}>{options}\n</select>'


def _input(widget: dict[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_as_text(widget["value"])}"'
    kind, name = _shown(widget["type"]), _shown(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attrs(widget)}>'


def _textarea(widget: dict[str, Any]) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attrs(widget)}>\n{value}</textarea>'


def _attrs(widget: dict[str, Any]) -> str:
    return "".join(_attributes(widget["attrs"]))


def _attributes(attrs: dict[str, Any]) -> Iterator[str]:
    for name, value in attrs.items():
        if value is True:
            yield f" {_shown(name)}"
        elif value is not False:
            yield f' {_shown(name)}="{_as_text(value)}"'


def _shown(value: Any) -> str:
    """As `{{ value }}` is."""
    return str(conditional_escape(value if isinstance(value, str) else localize(value)))


def _as_text(value: Any) -> str:
    """As `{{ value|stringformat:'s' }}` is: a number as programs read it."""
    return str(conditional_escape(value if isinstance(value, str) else str(value)))


_WRITTEN: dict[str, Callable[[dict[str, Any]], str | None]] = {
    f"{_AT}select.html": _select,
    f"{_AT}textarea.html": _textarea,
} | {
    f"{_AT}{kind}.html": _input
    for kind in (
        *("checkbox", "date", "email", "hidden", "input", "number"),
        *("password", "search", "tel", "text", "url"),
    )
}
