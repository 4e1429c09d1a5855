from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.core.duration import Duration

durations = st.builds(
    Duration, st.integers(0, 120), st.sampled_from(["day", "business day", "week", "month", "year"])
)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("8 years", "7 years", True),
        ("7 years", "7 years", False),
        ("12 months", "1 year", False),
        ("13 months", "1 year", True),
        ("7 days", "1 week", False),
        ("1 month", "30 days", True),  # a month of 31 days
        ("30 days", "1 month", True),  # February
        ("31 days", "2 months", False),
        ("30 business days", "30 days", True),
        ("30 days", "30 business days", False),
    ],
)
def test_by_example(one: str, other: str, can: bool) -> None:
    assert Duration.parse(one).can_outlast(Duration.parse(other)) == can


@given(durations, durations, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_what_cannot_outlast_another_never_ends_after_it(
    one: Duration, other: Duration, start: date
) -> None:
    if not one.can_outlast(other):
        assert one.after(start) <= other.after(start)
