"""Filters of the shop: Markdown, and periods in words."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from troth.orders.pages.words import period
from troth.policy.prose import markdown

register = template.Library()
register.filter(period)


@register.filter(name="markdown")
def to_html(text: str) -> SafeString:
    """Markdown of ours as HTML; tags that stand in it are shown, not followed."""
    return mark_safe(str(markdown().render(text)))  # noqa: S308
