"""Filters that put accounts and money into words."""

from django import template

from troth.portal.wording import money, name_of

register = template.Library()
register.filter(money)
register.filter(name_of)
