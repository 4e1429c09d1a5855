"""A filter for headings in letters."""

from django import template

from troth.messaging.plain_text import underlined

register = template.Library()
register.filter(underlined)
