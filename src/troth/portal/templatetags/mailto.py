"""E-mail addresses as links: a builtin of every template."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def mailto(address: str | None) -> SafeString | str:
    """A link by which the reader's mail program writes to an address; nothing of none."""
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else ""
