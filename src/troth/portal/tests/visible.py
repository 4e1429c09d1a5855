"""What of a page a reader sees or hears."""

from html.parser import HTMLParser

_SPOKEN = ("alt", "aria-label", "title")
# Codes, and what is in a language of its own.
_AS_IT_IS = {"code", "pre", "script", "style", "textarea"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.texts += [given[name] or "" for name in _SPOKEN if name in given]
        another = "lang" in given and tag != "html"
        if tag in _AS_IT_IS or another or tag in self._skipped:
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)


def visible(html: str) -> list[str]:
    """Each text of a page, between tags or in an attribute that is read out, in its order."""
    reader = _Reader()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.texts if text.strip()]
