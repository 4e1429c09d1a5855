"""Ways to reach somebody as links, mail addresses and telephones; a builtin of templates."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from troth.policy.linked import linked

register = template.Library()


@register.filter
def reached(text: str | None, phone: str = "") -> SafeString:
    """A text with a link at each mail address, and at the telephone number where that is given."""
    return mark_safe(linked(escape(text or ""), phone))  # noqa: S308
