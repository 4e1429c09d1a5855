"""Filters of the catalogue: Markdown, and periods in words."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from troth.catalog.words import period
from troth.policy.prose import markdown as parser

register = template.Library()
register.filter(period)


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown of ours as HTML; tags that stand in it are shown, not followed."""
    return mark_safe(str(parser().render(text)))
