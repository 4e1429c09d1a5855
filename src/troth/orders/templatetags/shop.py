"""Filters of the shop: Markdown, and periods in words."""

from django import template

from troth.catalog.templatetags.catalogue import markdown
from troth.orders.pages.words import period

register = template.Library()
register.filter(markdown)
register.filter(period)
