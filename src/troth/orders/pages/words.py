"""Periods in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def period(months: int) -> str:
    """How often something is paid: `each month`, `every 3 months`, `each year`, `once`."""
    if months == 0:
        return _("once")
    if months % 12 == 0:
        years = months // 12
        return ngettext("each year", "every %(years)s years", years) % {"years": years}
    return ngettext("each month", "every %(months)s months", months) % {"months": months}
