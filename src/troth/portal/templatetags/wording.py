"""Filters that put accounts, money, percentages and what was done into words."""

from datetime import date, timedelta

from django import template

from troth.accounts.name import name_of
from troth.core.money import money
from troth.core.percent import of_hundred, percent
from troth.portal.account_log import told
from troth.portal.wording import entries

register = template.Library()
register.filter(entries)
register.filter(money)
register.filter(name_of)
register.filter(of_hundred)
register.filter(percent)
register.filter(told)


@register.filter
def last_day(end: date) -> date:
    """The last day of days that end before this one, as people name it."""
    return end - timedelta(days=1)
