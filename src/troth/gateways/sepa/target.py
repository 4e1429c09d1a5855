"""The days on which TARGET is open, and so banks collect (Guideline ECB/2022/8, Annex I)."""

from datetime import date, timedelta

_CLOSED = {(1, 1), (5, 1), (12, 25), (12, 26)}  # month, day


def target_day(day: date) -> date:
    """This day, or the first after it on which TARGET is open."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def next_target_day(day: date) -> date:
    """The first after this day on which TARGET is open."""
    return target_day(day + timedelta(days=1))


def is_open(day: date) -> bool:
    """Not on Saturdays, Sundays, Good Friday, Easter Monday and four days of every year."""
    if day.weekday() > 4 or (day.month, day.day) in _CLOSED:
        return False
    return (day - easter(day.year)).days not in (-2, 1)


def easter(year: int) -> date:
    """Easter Sunday, by Gauss's rule in the form of H. Lichtenberg, Gregorian calendar."""
    century = year // 100
    secular = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sundays = 2 - (3 * century + 3) // 4
    year_of_moon = year % 19
    seed = (19 * year_of_moon + secular) % 30
    corrected = (seed + year_of_moon // 11) // 29
    full_moon = 21 + seed - corrected
    first_sunday = 7 - (year + year // 4 + sundays) % 7
    away = 7 - (full_moon - first_sunday) % 7
    return date(year, 3, 1) + timedelta(days=full_moon + away - 1)
