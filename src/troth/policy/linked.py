"""Links to mail addresses, and to the provider's telephone, in text that is already HTML."""

import re
from html import escape

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")


def linked(html: str, phone: str | None = None) -> str:
    """Escaped text in which each mail address is a `mailto:` link (RFC 6068).

    phone: a number as it is typed, which becomes a `tel:` link (RFC 3966) where it stands.
    """
    html = _EMAIL.sub(lambda found: f'<a href="mailto:{found[0]}">{found[0]}</a>', html)
    number = dialled(phone) if phone else ""
    if phone and number:
        typed = escape(phone)
        html = html.replace(typed, f'<a href="tel:{number}">{typed}</a>')
    return html


def dialled(phone: str) -> str:
    """A telephone number as it is dialled, without what it is written with; blank for none."""
    number = re.sub(r"\(0\)|[^\d+]", "", phone)
    return number if re.fullmatch(r"\+?\d{3,15}", number) else ""
