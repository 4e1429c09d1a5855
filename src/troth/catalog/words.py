"""Periods in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def period(months: int) -> str:
    """How long is paid for: `1 month`, `12 months`, or `once`."""
    if not months:
        return _("once")
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
