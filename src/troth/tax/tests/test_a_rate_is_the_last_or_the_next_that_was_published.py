"""Rates of the European Central Bank: of days without one, by that before, or by that after."""

from datetime import date
from decimal import Decimal

import pytest

from troth.tax.exchange import rate_of
from troth.tax.models import ExchangeRate

pytestmark = pytest.mark.django_db
FRIDAY, SUNDAY, MONDAY = date(2014, 3, 28), date(2014, 3, 30), date(2014, 3, 31)


@pytest.mark.parametrize(
    ("currency", "on", "later", "euro"),
    [
        ("EUR", date(1990, 1, 1), False, "1"),
        ("USD", FRIDAY, False, "1.3759"),
        ("USD", SUNDAY, False, "1.3759"),
        ("USD", SUNDAY, True, "1.3788"),
        ("JPY", MONDAY, False, "142.42"),
        ("HUF", MONDAY, True, "307.18"),
        ("XYZ", FRIDAY, False, None),
        ("USD", date(1990, 1, 1), False, None),
    ],
)
def test_as_they_came_with_the_package(
    currency: str, on: date, later: bool, euro: str | None
) -> None:
    wanted = euro and round(1 / Decimal(euro), 8)
    assert rate_of(currency, "EUR", on, later=later) == wanted


def test_one_that_was_taken_in_comes_first_on_its_own_day() -> None:
    ExchangeRate.objects.create(currency="USD", day=MONDAY, rate=2)
    assert rate_of("USD", "EUR", MONDAY) == Decimal("0.5")
    assert rate_of("USD", "EUR", SUNDAY, later=True) == Decimal("0.5")
    assert rate_of("USD", "EUR", FRIDAY, later=True) == round(1 / Decimal("1.3759"), 8)
