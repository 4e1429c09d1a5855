"""Numbers of bank accounts as people read them."""

from django import template

from troth.core.iban import fours

register = template.Library()
register.filter(fours)
