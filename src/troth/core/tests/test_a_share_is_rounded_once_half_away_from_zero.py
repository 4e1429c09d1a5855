"""What so many percent of an amount are is the same in Python and in SQL, however large it is."""

from fractions import Fraction

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troth.core.money import MOST
from troth.core.percent import WHOLE, of_hundred, percent, quotient, share_of

SHARES = st.lists(
    st.tuples(st.integers(-MOST, MOST), st.integers(0, WHOLE)), min_size=1, max_size=100
)
# As statements write it; what they multiply is numeric before it could be too large for a bigint.
_SHARES = """
    SELECT round(amount * 1e-6 * rate) FROM unnest(%s::bigint[], %s::int[]) AS s (amount, rate)
"""


@pytest.mark.django_db
@settings(deadline=None)
@given(shares=SHARES)
@example(shares=[(1, 50_0000), (-1, 50_0000), (5_000_000_000_049, 99_9999), (11_200, 8_8750)])
def test_in_python_and_in_sql(shares: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [*map(list, zip(*shares, strict=True))])
        found = [int(share) for (share,) in cursor.fetchall()]
    assert found == [share_of(amount, rate) for amount, rate in shares]


@given(dividend=st.integers(), divisor=st.integers().filter(bool))
@example(dividend=-1, divisor=2)
def test_half_away_from_zero(dividend: int, divisor: int) -> None:
    exact, found = Fraction(dividend, divisor), quotient(dividend, divisor)
    assert abs(found - exact) <= Fraction(1, 2)
    assert abs(found - exact) < Fraction(1, 2) or abs(found) > abs(exact)


@pytest.mark.parametrize(
    ("rate", "program", "english", "german"),
    [
        (19_0000, "19", "19%", "19\u00a0%"),
        (20_0000, "20", "20%", "20\u00a0%"),
        (6_6250, "6.625", "6.625%", "6,625\u00a0%"),
        (8_1000, "8.1", "8.1%", "8,1\u00a0%"),
        (1, "0.0001", "0.0001%", "0,0001\u00a0%"),
        (100_0000, "100", "100%", "100\u00a0%"),
    ],
)
def test_it_has_the_digits_that_it_needs(
    rate: int, program: str, english: str, german: str
) -> None:
    assert f"{of_hundred(rate)}" == program
    with translation.override("en"):
        assert percent(rate) == english
    with translation.override("de"):
        assert percent(rate) == german
