"""Periods and percentages in words."""

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def period(months: int) -> str:
    """How long is paid for: `1 month`, `12 months`, or `once`."""
    if not months:
        return _("once")
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def percent(hundredths: int) -> str:
    """`12.5 %`, of hundredths of a percent."""
    return f"{floatformat(hundredths / 100, '-2')}\u202f%"
