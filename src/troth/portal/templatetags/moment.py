"""Moments as the clock of the reader shows them: a builtin of every template."""

from datetime import datetime

from django import template

from troth.core.day import moment_for_reader

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """`12 May 2026, 10:30 CEST`; nothing of no moment."""
    return moment_for_reader(at) if at else ""
