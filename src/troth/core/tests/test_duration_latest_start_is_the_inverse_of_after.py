from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from troth.core.duration import Duration

DAY = timedelta(days=1)
durations = st.builds(
    Duration, st.integers(0, 200), st.sampled_from(["day", "week", "month", "year"])
)
# Past the year 9999 every length ends on its last day, so that nothing can be told apart there.
days = st.dates(date(400, 1, 1), date(9700, 1, 1))


@given(durations, days)
@example(Duration(1, "month"), date(2023, 2, 28))
@example(Duration(1, "month"), date(2024, 2, 28))
@example(Duration(1, "month"), date(2023, 3, 30))
@example(Duration(1, "year"), date(2024, 2, 29))
@example(Duration(12, "month"), date(2025, 2, 28))
def test_it_is_the_latest_day_from_which_the_length_has_run(length: Duration, end: date) -> None:
    start = length.latest_start(end)
    assert start is not None
    assert length.after(start) <= end < length.after(start + DAY)


@given(durations, days)
def test_a_length_that_has_run_had_a_start_no_later_than_the_latest(
    length: Duration, start: date
) -> None:
    end = length.after(start)
    latest = length.latest_start(end)
    assert latest is not None and start <= latest
    assert start > (length.latest_start(end - DAY) or date.min)


@given(durations, days, days)
def test_a_later_start_never_ends_earlier(length: Duration, one: date, other: date) -> None:
    earlier, later = sorted([one, other])
    assert length.after(earlier) <= length.after(later)


def test_a_month_that_lacks_the_day_ends_on_its_last() -> None:
    assert Duration(1, "month").after(date(2023, 1, 31)) == date(2023, 2, 28)
    assert Duration(1, "month").after(date(2024, 1, 31)) == date(2024, 2, 29)
    assert Duration(1, "year").after(date(2024, 2, 29)) == date(2025, 2, 28)


def test_the_ends_of_the_calendar_are_no_error() -> None:
    for unit in ("day", "week", "month", "year", "business day"):
        assert Duration(200, unit).after(date(9999, 12, 31)) == date.max
    for unit in ("day", "week", "month", "year"):
        assert Duration(200, unit).latest_start(date(1, 1, 1)) is None
        assert Duration(0, unit).latest_start(date.max) == date.max


def test_business_days_are_never_counted_back() -> None:
    with pytest.raises(ValueError, match="never back"):
        Duration(30, "business day").latest_start(date(2025, 1, 31))
