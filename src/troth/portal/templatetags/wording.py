"""Filters and tags that put accounts, money, percentages, rules and what was done into words."""

from datetime import date, timedelta

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from troth.accounts.name import name_of
from troth.core.money import money
from troth.core.percent import percent
from troth.policy.headline import headline
from troth.policy.staff_roles import staff_role
from troth.portal.account_log import told
from troth.portal.wording import entries
from troth.publishing.running import policy_on

register = template.Library()
register.filter(entries)
register.filter(money)
register.filter(name_of)
register.filter(percent)
register.filter(staff_role)
register.filter(told)


@register.filter
def last_day(end: date) -> date:
    """The last day of days that end before this one, as people name it."""
    return end - timedelta(days=1)


@register.simple_tag
def rule_link(rule: str) -> SafeString:
    """A link to a rule on the policy's page, in the words that stand there.

    A rule of an earlier policy that the one in force does not have stands by its id, unlinked.
    """
    policy = policy_on(timezone.now(), missing_ok=True)
    if policy is None or rule not in policy.rules:
        return format_html('<span class="quiet">{}</span>', rule)
    line = headline(policy.rules[rule], rule.partition(".")[2], policy.tables)
    return format_html('<a class="rule" href="{}#{}">{}</a>', reverse("policy"), rule, line)
