"""Over any chain of changes, what was charged and given back is what the days lived cost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine, Posting
from troth.core.day import day_at
from troth.services.agree_price import OwnTerms, agree_price, agreed
from troth.services.cancel import cancel
from troth.services.change import change, preview, term_on
from troth.services.end_own_price import end_own_price, own_price_ended
from troth.services.go_on import GoesOn
from troth.services.locked import NotNowError
from troth.services.models import Charge, OwnPrice, Service, Term
from troth.services.period import first_days, last_days, months_later
from troth.services.reactivate import reactivate
from troth.services.settle import settle
from troth.services.wish import Wish
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

Days = dict[date, int]


@given(
    amount=st.integers(0, 10**12),
    of=st.integers(1, 1100),
    cuts=st.lists(st.integers(0, 1100), max_size=5),
)
def test_parts_of_a_period_sum_to_the_whole(amount: int, of: int, cuts: list[int]) -> None:
    edges = sorted({0, of, *(cut % (of + 1) for cut in cuts)})
    parts = [
        first_days(amount, b, of) - first_days(amount, a, of)
        for a, b in zip(edges, edges[1:], strict=False)
    ]
    assert sum(parts) == amount
    for (a, b), part in zip(zip(edges, edges[1:], strict=False), parts, strict=True):
        assert abs(part * of - amount * (b - a)) <= of  # a minor unit at most
    assert last_days(amount, of - edges[1], of) == amount - parts[0]


@pytest.mark.parametrize(
    ("day", "months", "anchor", "later"),
    [
        (date(2026, 1, 31), 1, 31, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2028, 1, 31), 1, 31, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, 29, date(2029, 2, 28)),
        (date(2031, 2, 28), 12, 29, date(2032, 2, 29)),
        (date(2026, 12, 15), 1, 15, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, 31, date(2026, 2, 28)),
        (date(2026, 1, 30), -36, 30, date(2023, 1, 30)),
    ],
)
def test_a_month_ends_where_it_ends(day: date, months: int, anchor: int, later: date) -> None:
    assert months_later(day, months, anchor) == later


def spread(starts: date, ends: date, amount: int) -> Days:
    """What each day costs of what is charged for some."""
    of = (ends - starts).days
    return {
        starts + timedelta(n): first_days(amount, n + 1, of) - first_days(amount, n, of)
        for n in range(of)
    }


class Life:
    """A service, and what each of its days costs as far as it was charged."""

    def __init__(self, starts: date, price: int, discount: int) -> None:
        self.at = datetime(starts.year, starts.month, starts.day, 12, tzinfo=UTC)
        offer = sell.product("Small", {1: price})
        discount = min(price, discount)
        self.service = sell.sold(self.account(), offer, at=self.at, discount=discount)
        assert self.service.charged_through
        self.days = spread(starts, self.service.charged_through, price - discount)
        self.own: list[OwnPrice] = []  # the one that was agreed last first
        self.staff = make.staff("billing")

    def account(self) -> Account:
        return sell.buyer(at=self.at)

    def pass_by(self, days: int) -> None:
        """Periods that end meanwhile are charged, as the nightly run does."""
        self.at += timedelta(days)
        service = self.service = Service.objects.get(pk=self.service.pk)
        while service.charged_through and service.charged_through <= day_at(self.at):
            starts = service.charged_through
            term = term_on(service, day_at(self.at))
            assert term and service.anchor
            ends = months_later(starts, term.months, service.anchor)
            amount = self.costs(term, starts)
            if not Charge.objects.filter(service=service, reason="period", starts=starts):
                settle(service.account, [self.period(starts, ends, amount)], at=self.at)
            self.days |= spread(starts, ends, amount)
            service.charged_through = ends
            service.save()

    def costs(self, term: Term, day: date) -> int:
        """What a period costs that begins on a day."""
        for own in self.own:
            if own.starts <= day and (own.until is None or own.until > day):
                if own.percent is None:
                    assert own.amount is not None
                    return own.amount
                return term.price - (term.price * own.percent * 2 + 100_0000) // 200_0000
        return term.price - term.discount

    def anew(self, on: date, term: Term) -> None:
        """What is left of the periods that were charged, by what they cost from a day on."""
        self.days = {day: cost for day, cost in self.days.items() if day < on}
        ends, anchor = self.service.charged_through, self.service.anchor
        assert ends and anchor
        while ends > on:
            starts = months_later(ends, -term.months, anchor)
            first = max(starts, on)
            whole = self.costs(term, first)
            self.days |= spread(
                first, ends, last_days(whole, (ends - first).days, (ends - starts).days)
            )
            ends = starts

    def agree(self, percent: bool, figure: int, today: bool, periods: int | None) -> None:
        """A price of its own, as far as it may begin."""
        amount, off = (None, figure * 200) if percent else (figure, None)
        asked = OwnTerms(amount=amount, percent=off, today=today, periods=periods)
        if seen := seen_of(lambda: agreed(self.service, asked, at=self.at)):
            agree_price(self.service, asked, seen=seen, at=self.at, by=self.staff)
            self._look(today=today)

    def end_own(self) -> None:
        """The price of its own that was agreed last ends, or is taken back."""
        own = self.service.own_prices.filter(taken_back_at=None).order_by("-agreed_at", "-pk")
        if (last := own.first()) and (
            seen := seen_of(lambda: own_price_ended(self.service, last, at=self.at))
        ):
            end_own_price(last, seen=seen, at=self.at, by=self.staff)
            last.refresh_from_db()
            self._look(today=last.taken_back_at is not None and last.starts <= day_at(self.at))

    def _look(self, *, today: bool) -> None:
        rows = self.service.own_prices.filter(taken_back_at=None)
        self.own = [*rows.order_by("-agreed_at", "-pk")]
        if today:
            on = day_at(self.at)
            term = term_on(self.service, on)
            assert term
            self.anew(on, term)

    def period(self, starts: date, ends: date, amount: int) -> Charge:
        return Charge(
            account=self.service.account,
            service=self.service,
            reason=Charge.Reason.PERIOD,
            starts=starts,
            ends=ends,
            description="Hosting",
            supply="electronic",
            currency="EUR",
            price=amount,
            amount=amount,
            made_at=self.at,
        )

    def change(self, months: int, price: int) -> None:
        """Days from today on are given back, and charged anew by the day."""
        on, service = day_at(self.at), self.service
        term = term_on(service, on)
        assert term and service.charged_through and service.anchor
        wish = Wish(None, f"For {price}", "", "electronic", 1, months, price)
        if (term.product, term.months) == (wish.product, months):
            return
        seen = preview(service, wish, at=self.at)
        change(service, wish, seen=seen.seen, at=self.at)
        self.service = Service.objects.get(pk=service.pk)
        self._look(today=True)

    def cancel_and_come_back(self, after: int) -> None:
        """Ends now with its days given back, and begins a period of its own when it is back."""
        on = day_at(self.at)
        cancel(self.service, now=True, credit=True, at=self.at)
        self.days = {day: cost for day, cost in self.days.items() if day < on}
        self.at += timedelta(after)
        reactivate(self.service, at=self.at)
        self.service = Service.objects.get(pk=self.service.pk)
        term = term_on(self.service, day_at(self.at))
        assert term and self.service.charged_through
        amount = self.costs(term, day_at(self.at))
        self.days |= spread(day_at(self.at), self.service.charged_through, amount)


def seen_of(act: Callable[[], GoesOn]) -> str:
    """What an act comes to, as it is agreed to; blank where it is refused."""
    try:
        with transaction.atomic():
            made = act()
            transaction.set_rollback(True)
    except NotNowError:
        return ""
    return made.seen


steps = st.one_of(
    st.tuples(
        *(st.just("agree"), st.booleans(), st.integers(1, 5000)),
        *(st.booleans(), st.sampled_from((None, 1, 2))),
    ),
    st.tuples(st.just("end_own")),
    st.tuples(st.just("change"), st.sampled_from((1, 3, 12)), st.integers(0, 5000)),
    st.tuples(st.just("cancel_and_come_back"), st.integers(0, 40)),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    starts=st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    price=st.integers(1, 5000),
    discount=st.integers(0, 900),
    chain=st.lists(st.tuples(st.integers(0, 45), steps), min_size=1, max_size=4),
)
def test_any_chain_of_changes_comes_to_the_days_lived(
    starts: date, price: int, discount: int, chain: list[tuple[int, tuple[Any, ...]]]
) -> None:
    with transaction.atomic():
        sell.seller(at=datetime(2027, 1, 1, tzinfo=UTC))
        life = Life(starts, price, discount)
        for days, (verb, *how) in chain:
            life.pass_by(days)
            getattr(life, verb)(*how)
        charges = Charge.objects.filter(service=life.service)
        assert sum(each.amount for each in charges) == sum(life.days.values())
        assert life.service.pk and not charges.filter(line=None).exists()
        net = Posting.objects.filter(account=life.service.account, ledger="revenue")
        assert -sum(each.amount for each in net) == sum(life.days.values())
        assert InvoiceLine.objects.filter(account=life.service.account).count() == len(charges)
        transaction.set_rollback(True)
