"""Somebody who opens pages and sends their forms, as a browser without scripts does."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.test import Client


@dataclass(frozen=True)
class Page:
    """What a visitor is shown: its address, its status of HTTP, and its text."""

    path: str
    status: int
    html: str

    @cached_property
    def tree(self) -> Any:
        return lxml.html.fromstring(self.html or "<html></html>")

    @cached_property
    def text(self) -> str:
        """What a reader reads, without the white space between."""
        return " ".join(self.tree.text_content().split())

    @cached_property
    def fields(self) -> set[str]:
        """What the forms of the page ask for, by name."""
        return {name for form in self.tree.forms for name in form.fields if name}

    def links(self) -> list[str]:
        """Where the page leads to."""
        return [a.get("href") for a in self.tree.iter("a") if a.get("href")]


class Visitor:
    """Opens pages and fills in forms, with the cookies of one browser."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()

    def open(self, path: str) -> Page:
        """The page at a path, behind whatever leads to it."""
        return self._shown(path, self.client.get(path, follow=True))

    def post(self, path: str, **values: Any) -> Page:
        """What is answered to a form that nobody showed."""
        return self._shown(path, self.client.post(path, values, follow=True))

    def fill(self, path: str, button: str = "", **values: Any) -> Page:
        """Open a page, fill in the form that asks for these values, send it, and see the answer.

        button: words of the button, where several forms would do. What is left out stays as the
        page has it; a box is ticked by True. Raises LookupError where the page has no such form.
        """
        shown = self.open(path)
        for form in shown.tree.xpath("//main//form"):
            buttons = " ".join(each.text_content() for each in form.iter("button"))
            if form.method == "POST" and set(values) <= {*form.fields.keys()} and button in buttons:
                break
        else:
            raise LookupError(f"{path} has no form with {', '.join(values) or button}")
        for name, value in values.items():
            _set(form.inputs[name], value)
        action = urljoin(shown.path, form.action or "")
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        pressed = [b for b in form.iter("button") if b.get("name") and button in b.text_content()]
        if button and pressed:
            sent[pressed[0].get("name")] = pressed[0].get("value", "")
        uploads = {name: value for name, value in values.items() if hasattr(value, "read")}
        return self._shown(action, self.client.post(action, sent | uploads, follow=True))

    def fetch(self, path: str, **values: Any) -> bytes:
        """The file that is answered to a form; empty where a page is."""
        answer: Any = self.client.post(path, values)
        return b"".join(answer.streaming_content) if answer.streaming else b""

    def _shown(self, path: str, answer: Any) -> Page:
        chain = answer.redirect_chain
        at = urlsplit(chain[-1][0]).path if chain else urlsplit(path).path
        streamed = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return Page(at, answer.status_code, streamed.decode("utf-8", "replace"))


def _set(field: Any, value: Any) -> None:
    """Fill one field in, or choose among several."""
    if isinstance(field, lxml.html.CheckboxGroup):
        field.value = set(value) if isinstance(value, list) else {value}
    elif getattr(field, "type", "") == "checkbox":
        field.checked = bool(value)
    elif not hasattr(value, "read"):
        field.value = str(value)
