"""Days as the reader's language writes them."""

from datetime import date, datetime

from django.utils.formats import date_format


def day(moment: date | datetime) -> str:
    """`12 May 2026`."""
    return date_format(moment, "DATE_FORMAT")
