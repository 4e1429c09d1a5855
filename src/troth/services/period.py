"""Periods of a service, and what their days cost. Nothing here asks a database or a clock.

A day has no price of its own: what is charged for so many days is spread over them, and rounded
from their beginning. The first n of N days that cost A together cost A·n/N, half a minor unit being
a whole one; a day costs what it adds to those before it. So the parts of a period sum to the whole
however it is cut, and no day costs a minor unit more or less than its share.
"""

import calendar
from collections.abc import Iterator
from datetime import date


def months_later(day: date, months: int, anchor: int) -> date:
    """The day `months` later on the anchor day, or the last of a month that has it not.

    months: less than none for earlier.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor, last))


def periods_back(ends: date, months: int, anchor: int, *, to: date) -> Iterator[tuple[date, date]]:
    """The periods before a day on which one begins, the latest first, back to one with `to` in it.

    Each as its first day, and the first day after it. None where `to` is not before `ends`.
    """
    while to < ends:
        starts = months_later(ends, -months, anchor)
        yield starts, ends
        ends = starts


def first_days(amount: int, days: int, of: int) -> int:
    """What the first `days` of the `of` days cost for which `amount`, not below 0, is charged."""
    return (2 * amount * days + of) // (2 * of)


def last_days(amount: int, days: int, of: int) -> int:
    """What the last `days` cost."""
    return amount - first_days(amount, of - days, of)
