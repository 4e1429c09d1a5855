"""The forms of a page as a browser would send them, read from its HTML."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
    found = LexborHTMLParser(html).css("form")
    return [
        _form(each) for each in found if (each.attributes.get("method") or "").lower() == "post"
    ]


def _form(element: LexborNode) -> Form:
    form = Form(element.attributes.get("action") or "")
    for each in element.css("input, button, select, textarea"):
        of = {name: value or "" for name, value in each.attributes.items()}
        if each.tag == "button" and not of.get("name"):
            form.sends_itself = True
        if of.get("name") and "disabled" not in of:  # a browser sends neither
            _read(form, each, of)
    return form


def _read(form: Form, element: LexborNode, of: dict[str, str]) -> None:
    """One field of a form, by what is written at it."""
    kind = of.get("type", "") if element.tag == "input" else str(element.tag)
    found = form.fields.setdefault(of["name"], Field(of["name"], kind))
    found.required |= "required" in of
    if kind == "select":
        for option in element.css("option"):
            value = option.attributes.get("value") or ""
            found.choices.append(value)
            if "selected" in option.attributes:
                found.values.append(value)
    elif kind == "textarea":
        found.values = [element.text()]
    elif kind not in _CHOSEN:
        found.values.append(of.get("value", ""))
    else:
        found.choices.append(of.get("value", "on"))
        if "checked" in of:
            found.values.append(of.get("value", "on"))
