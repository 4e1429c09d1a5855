from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.core.duration import Duration


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 1, 6), 1, date(2025, 1, 7)),  # a Monday
        (date(2025, 1, 10), 1, date(2025, 1, 13)),  # a Friday
        (date(2025, 1, 11), 1, date(2025, 1, 13)),  # a Saturday
        (date(2025, 1, 6), 5, date(2025, 1, 13)),
        (date(2025, 1, 6), 30, date(2025, 2, 17)),
        (date(2025, 1, 11), 0, date(2025, 1, 11)),
    ],
)
def test_weekends_do_not_count(start: date, count: int, end: date) -> None:
    assert Duration(count, "business day").after(start) == end


def test_holidays_do_not_count_unless_they_fall_on_a_weekend() -> None:
    holidays = {date(2025, 1, 7), date(2025, 1, 11)}
    assert Duration(5, "business day").after(date(2025, 1, 6), holidays) == date(2025, 1, 14)


def test_holidays_do_not_lengthen_other_units() -> None:
    assert Duration(1, "day").after(date(2025, 1, 6), {date(2025, 1, 7)}) == date(2025, 1, 7)


@given(st.integers(1, 300), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sets(st.dates()))
def test_it_ends_on_a_working_day_after_that_many(
    count: int, start: date, holidays: set[date]
) -> None:
    end = Duration(count, "business day").after(start, holidays)
    passed = (start + timedelta(days=n + 1) for n in range((end - start).days))
    working = [day for day in passed if day.weekday() < 5 and day not in holidays]
    assert len(working) == count and working[-1] == end
