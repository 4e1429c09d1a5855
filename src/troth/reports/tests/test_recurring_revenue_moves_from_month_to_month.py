"""Recurring revenue is what terms bring by the month; each month's end is the next one's start."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Account
from troth.reports.period import Period
from troth.reports.recurring import Movement, recurring
from troth.services.models import OwnPrice, Service, Term
from troth.testing import make

pytestmark = pytest.mark.django_db
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))


def term(
    account: Account, price: int, starts: date, until: date | None = None, **more: Any
) -> None:
    """Somebody's service at a price from a day until another."""
    service = Service.objects.create(
        account=account, product="Hosting", started_at=make.LONG_AGO, activated_at=make.LONG_AGO
    )
    agreed = {"product": "Hosting", "supply": "electronic", "months": 1, "currency": "EUR"}
    Term.objects.create(
        account=account, service=service, price=price, starts=starts, until=until, **agreed | more
    )


def spring(**moved: tuple[int, int, int]) -> list[Movement]:
    """The three months with their figures by name, each from the end of the one before."""
    found, start = [], 0
    for number, day in enumerate(SPRING.month_ends):
        figures = {name: figure[number] for name, figure in moved.items()}
        end = start + sum(figures.values())
        found.append(Movement(day, start=start, end=end, **figures))
        start = end
    return found


@pytest.mark.parametrize(
    ("terms", "moved"),
    [
        ([(10_00, date(2026, 3, 31), None, {})], {"new": (10_00, 0, 0)}),
        ([(120_00, date(2026, 4, 1), None, {"months": 12})], {"new": (0, 10_00, 0)}),
        (
            [(10_00, date(2026, 3, 5), date(2026, 5, 1), {})],
            {"new": (10_00, 0, 0), "churned": (0, 0, -10_00)},
        ),
        (
            [
                (10_00, date(2026, 3, 5), date(2026, 4, 10), {}),
                (25_00, date(2026, 4, 10), date(2026, 5, 10), {}),
                (5_00, date(2026, 5, 10), None, {}),
            ],
            {"new": (10_00, 0, 0), "expanded": (0, 15_00, 0), "contracted": (0, 0, -20_00)},
        ),
        (
            [(10_00, date(2025, 1, 1), date(2025, 2, 1), {}), (9_00, date(2026, 5, 2), None, {})],
            {"reactivated": (0, 0, 9_00)},
        ),
        (  # half the price for two months
            [(10_00, date(2026, 3, 15), None, {"discount": 5_00, "discounts": 2})],
            {"new": (5_00, 0, 0), "expanded": (0, 0, 5_00)},
        ),
        (  # nothing for a month, then the price
            [(10_00, date(2026, 3, 15), None, {"discount": 10_00, "discounts": 1})],
            {"new": (0, 10_00, 0)},
        ),
        ([(10_00, date(2026, 3, 5), None, {"months": 0})], {}),  # paid once
    ],
)
def test_a_customer(terms: list[Any], moved: dict[str, tuple[int, int, int]]) -> None:
    account = make.account()
    for price, starts, until, more in terms:
        term(account, price, starts, until, **more)

    assert recurring(SPRING) == ({"EUR": spring(**moved)} if moved else {})


def test_what_was_never_set_up_or_has_ended_brings_nothing() -> None:
    account = make.account()
    term(account, 10_00, date(2026, 3, 5))
    term(account, 20_00, date(2026, 3, 5))
    ordered, ended = Service.objects.order_by("pk")
    Service.objects.filter(pk=ordered.pk).update(activated_at=None)
    Service.objects.filter(pk=ended.pk).update(ended_at=make.NOW.replace(month=4))

    assert recurring(SPRING) == {"EUR": spring(new=(20_00, 0, 0), churned=(0, -20_00, 0))}


DAYS = st.integers(0, 200).map(lambda days: date(2026, 1, 1) + timedelta(days))
TERMS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 100_00),
        st.sampled_from([0, 1, 3, 12]),
        DAYS,
        st.none() | st.integers(0, 120),
        st.none() | st.integers(0, 3),
    ),
    max_size=6,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terms=TERMS, since=DAYS, days=st.integers(0, 150))
def test_start_and_movements_are_the_end(
    terms: list[tuple[int, int, int, date, int | None, int | None]], since: date, days: int
) -> None:
    Term.objects.all().delete()
    accounts = [make.account() for _ in range(3)]
    for who, price, months, starts, lasts, discounts in terms:
        until = None if lasts is None else starts + timedelta(lasts)
        more = {"months": months, "discount": price // 2, "discounts": discounts}
        term(accounts[who], price, starts, until, **more)

    for found in recurring(Period(since, since + timedelta(days))).values():
        for before, each in zip([None, *found], found, strict=False):
            moved = each.new + each.reactivated + each.expanded + each.contracted + each.churned
            assert each.start + moved == each.end
            assert before is None or before.end == each.start


def test_a_price_of_its_own_counts_while_it_holds() -> None:
    account = make.account()
    term(account, 30_00, date(2026, 3, 5), quantity=3, discount=1_00)
    term(account, 50_00, date(2026, 3, 5))
    first, second = Service.objects.order_by("pk")
    of = {"account": account, "currency": "EUR", "agreed_at": make.LONG_AGO}
    april, may = date(2026, 4, 5), date(2026, 5, 5)
    OwnPrice.objects.create(**of, service=first, amount=8_00, starts=april)
    OwnPrice.objects.create(**of, service=second, percent=10_0000, starts=april, until=may)
    OwnPrice.objects.create(
        **of, service=second, amount=1, starts=april, taken_back_at=make.LONG_AGO
    )
    assert recurring(SPRING)["EUR"] == spring(
        new=(79_00, 0, 0), contracted=(0, -10_00, 0), expanded=(0, 0, 5_00)
    )
