"""The forms of a page as a browser would send them, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TYPED = ("", "text", "email", "tel", "url", "search", "number", "date", "password", "textarea")
_CHOSEN = ("select", "radio", "checkbox")


@dataclass
class Field:
    """What a form sends under one name: its values as the page has them, and its choices."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    required: bool = False

    @property
    def is_button(self) -> bool:
        return self.kind in ("submit", "button")

    @property
    def is_typed(self) -> bool:
        return self.kind in _TYPED

    @property
    def is_chosen(self) -> bool:
        return self.kind in _CHOSEN


@dataclass
class Form:
    """A form that is sent by POST."""

    action: str
    sends_itself: bool = False  # by a button without a name
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def typed(self) -> list[Field]:
        return [each for each in self.fields.values() if each.is_typed]


def forms_of(html: str) -> list[Form]:
    """The forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: Field | None = None  # a select or a textarea

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form" and of.get("method", "").lower() == "post":
            self._form = Form(of.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "button" and not of.get("name"):
            self._form.sends_itself = True
        if not of.get("name") and tag != "option" or "disabled" in of:
            return  # a browser sends neither
        if tag in ("input", "button"):
            self._take(of, "button" if tag == "button" else of.get("type", ""))
        elif tag in ("select", "textarea"):
            self._open = self._field(of, tag)
        elif tag == "option" and self._open:
            self._open.choices.append(of.get("value", ""))
            if "selected" in of:
                self._open.values.append(of.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._open and self._open.kind == "textarea":
            # A browser leaves out the line break that begins a textarea.
            self._open.values = ["".join([*self._open.values, data])]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif self._open and tag == self._open.kind:
            self._open.values = [value.removeprefix("\n") for value in self._open.values]
            self._open = None

    def _take(self, of: dict[str, str], kind: str) -> None:
        found = self._field(of, kind)
        if kind in _CHOSEN:
            found.choices.append(of.get("value", "on"))
        if kind not in _CHOSEN or "checked" in of:
            found.values.append(of.get("value", "on" if kind in _CHOSEN else ""))

    def _field(self, of: dict[str, str], kind: str) -> Field:
        assert self._form is not None
        found = self._form.fields.setdefault(of["name"], Field(of["name"], kind))
        found.required |= "required" in of
        return found
