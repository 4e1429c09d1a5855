"""Staff agree a price for one service: shown first, charged, told, and ended in time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client

from troth.billing.models import Invoice
from troth.catalog.models import PriceChange
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.agree_price import OwnTerms, agree_price, agreed
from troth.services.bill import bill
from troth.services.cancel import cancel
from troth.services.change import change, preview
from troth.services.change_price import change_price
from troth.services.go_on import shown
from troth.services.models import OwnPrice, Service
from troth.services.reactivate import reactivate
from troth.services.tell_of_ends import tell_of_ends
from troth.services.transfer import transfer
from troth.services.wish import wished
from troth.testing import make, sell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_utc")]

BEGAN = datetime(2026, 6, 15, 12, tzinfo=make.NOW.tzinfo)
TODAY, SOON = BEGAN.date(), date(2026, 7, 15)

_TERMS: dict[bool, dict[str, Any]] = {True: {"percent": 10_0000}, False: {"amount": 800}}


@pytest.fixture
def desk(time_machine: time_machine.TimeMachineFixture) -> Client:
    time_machine.move_to(BEGAN, tick=False)
    sell.seller("softsys", at=BEGAN)
    client = Client()
    client.force_login(make.staff("billing"))
    return client


@pytest.fixture
def service(desk: Client) -> Service:
    """Of 20 EUR a month, two for 10 each, from today on."""
    offer = sell.product("Small", {1: 1000, 12: 10_000})
    return sell.sold(sell.buyer(country="US", at=BEGAN), offer, quantity=2, at=BEGAN)


def post(desk: Client, service: Service, **asked: Any) -> str:
    """Ask, and agree to what is shown; the page that follows, or the one that refuses."""
    page, sent = f"/desk/services/{service.pk}/price/", {"when": "next"} | asked
    html = desk.post(page, sent).content.decode()
    if 'name="seen"' not in html:
        return html
    seen = html.partition('name="seen" value="')[2].partition('"')[0]
    return desk.post(page, sent | {"seen": seen}, follow=True).content.decode()


def end(desk: Client, own: OwnPrice) -> str:
    page = f"/desk/services/{own.service_id}/price/{own.pk}/end/"
    html = desk.get(page, follow=True).content.decode()
    seen = html.partition('name="seen" value="')[2].partition('"')[0]
    return desk.post(page, {"seen": seen}, follow=True).content.decode()


def agree(service: Service, *, at: datetime = BEGAN, **asked: Any) -> OwnPrice:
    terms = OwnTerms(**{"amount": None, "percent": None, "today": False} | asked)
    made = shown(partial(agreed, asked=terms), service, at=at, by_customer=False)
    assert made
    agree_price(service, terms, seen=made.made.seen, at=at, by=make.staff())
    return OwnPrice.objects.latest("pk")


def charged(service: Service, until: date) -> list[tuple[date | None, int]]:
    """What each period costs that is charged by a day, from the second one on."""
    at = datetime(until.year, until.month, until.day, 3, tzinfo=BEGAN.tzinfo)
    bill(on=until, at=at)
    periods = service.charges.filter(reason="period", starts__gt=TODAY)
    return [(each.starts, each.amount) for each in periods.order_by("starts")]


@pytest.mark.parametrize(
    ("asked", "costs"),
    [
        ({"amount": "8"}, [1600, 1600, 1600]),
        ({"percent": "12.5"}, [1750, 1750, 1750]),
        ({"percent": "100"}, [0, 0, 0]),
        ({"amount": "0", "periods": "1"}, [0, 2000, 2000]),
        ({"percent": "10", "periods": "2"}, [1800, 1800, 2000]),
        ({"percent": "10", "last_day": "2026-08-14"}, [1800, 2000, 2000]),
        ({"percent": "10", "last_day": "2026-08-15"}, [1800, 1800, 2000]),
        ({"amount": "11"}, [2200, 2200, 2200]),  # the first of July's is in time: 30 days
    ],
)
def test_it_is_charged_from_the_next_period_on(
    desk: Client, service: Service, asked: dict[str, str], costs: list[int]
) -> None:
    html = post(desk, service, because="They stay for three years", **asked)
    assert 'role="status"' in html and "They stay for three years" in html
    assert [amount for _day, amount in charged(service, date(2026, 9, 10))] == costs
    told = Message.objects.get(subject__contains="price of Small").body
    assert "Reason: They stay for three years" in told and "15 July 2026" in told
    assert Entry.objects.filter(event="service.price_agreed").count() == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "Enter either a percentage or an amount."),
        ({"amount": "8", "percent": "10"}, "Enter either a percentage or an amount."),
        ({"amount": "-8"}, "Enter an amount such as"),
        ({"amount": "8e2"}, "Enter an amount such as"),
        ({"amount": "8.005"}, "Enter an amount such as"),
        ({"amount": "9999999999"}, "This amount is too large."),  # twice that
        ({"percent": "100.01"}, "a percentage from 0 to 100"),
        ({"percent": "10", "periods": "2", "last_day": "2026-09-01"}, "Enter either a number of"),
        ({"percent": "10", "last_day": "2026-07-01"}, "It would end before it begins."),
        ({"percent": "10", "last_day": "9999-12-31"}, "between 2000"),
        ({"percent": "10", "because": "x" * 301}, "at most 300 characters"),
        ({"amount": "11", "when": "today"}, "announced in time"),
    ],
)
def test_what_cannot_be_agreed_is_refused_in_a_line(
    desk: Client, service: Service, asked: dict[str, str], says: str
) -> None:
    assert says in post(desk, service, **asked)
    assert not OwnPrice.objects.exists() and not Message.objects.filter(subject__contains="price")


def test_the_preview_is_what_is_done(desk: Client, service: Service) -> None:
    page, asked = f"/desk/services/{service.pk}/price/", {"amount": "8", "when": "today"}
    html = desk.post(page, asked).content.decode()
    assert "−€4.00" in html or "-€4.00" in html
    assert not OwnPrice.objects.exists()
    desk.post(page, asked | {"seen": "0" * 64})  # of other figures
    assert not OwnPrice.objects.exists()
    post(desk, service, **asked)
    assert Invoice.objects.get(kind="credit note").net == 400


def test_staff_without_the_role_agree_to_nothing(desk: Client, service: Service) -> None:
    own = agree(service, percent=10_0000)
    desk.force_login(make.staff("support"))
    for page in ("price/", f"price/{own.pk}/end/"):
        assert desk.post(f"/desk/services/{service.pk}/{page}").status_code == 403
    own.refresh_from_db()
    assert own.until is None and own.taken_back_at is None


def test_a_price_that_rises_waits_until_it_was_told_in_time(desk: Client, service: Service) -> None:
    own = agree(service, at=BEGAN + timedelta(1), amount=1100, periods=2)
    assert (own.starts, own.until) == (date(2026, 8, 15), date(2026, 10, 15))
    costs = [amount for _day, amount in charged(service, date(2026, 10, 20))]
    assert costs == [2000, 2200, 2200, 2000]


def renamed(service: Service, **wish: Any) -> None:
    """Changed by its customer, tomorrow."""
    at, found = BEGAN + timedelta(1), Service.objects.get(pk=service.pk)
    term = found.terms.get(until=None)
    to = {"offer": found.offer, "months": 1, "quantity": term.quantity} | wish
    wanted = wished(found, term, **to, choices={}, on=at.date(), by_staff=True)
    change(found, wanted, seen=preview(found, wanted, at=at).seen, at=at)


def more_of_it(service: Service) -> Service:
    renamed(service, quantity=3)
    return service


def another_plan(service: Service) -> Service:
    renamed(service, offer=sell.product("Large", {1: 3000}))
    return service


def another_account(service: Service) -> Service:
    to = sell.buyer(country="US", at=BEGAN)
    return transfer(service, to, at=BEGAN + timedelta(1), by=make.staff())


def ended_and_back(service: Service) -> Service:
    cancel(service, now=True, at=BEGAN + timedelta(1))
    reactivate(service, at=BEGAN + timedelta(2))
    return service


def new_price(service: Service) -> Service:
    new = {"currency": "EUR", "months": 1, "amount": 1200, "starts": SOON + timedelta(5)}
    sell.sold(sell.buyer(country="US", at=BEGAN), service.offer, at=BEGAN)  # type: ignore[arg-type]
    change_price(PriceChange(product=service.offer, **new), by=None, at=BEGAN + timedelta(1))
    return service


@pytest.mark.parametrize(
    ("way", "amount", "percent"),
    [
        (more_of_it, [2400, 2400], [2700, 2700]),
        (another_plan, [6000, 6000], [5400, 5400]),
        (another_account, [1600, 1600], [1800, 1800]),
        (ended_and_back, [1600, 1600], [1800, 1800]),
        (new_price, [1600, 1600], [1800, 2160]),
    ],
)
@pytest.mark.parametrize("by_percent", [False, True])
def test_it_goes_along_as_far_as_it_was_agreed(
    desk: Client,
    service: Service,
    way: Callable[[Service], Service],
    amount: list[int],
    percent: list[int],
    by_percent: bool,
) -> None:
    agree(service, **_TERMS[by_percent])
    service = way(service)
    found = [each for _day, each in charged(service, date(2026, 8, 14))]
    assert found == (percent if by_percent else amount)


@pytest.mark.parametrize(("by_percent", "letters"), [(False, 0), (True, 1)])
def test_a_new_price_is_told_to_whom_it_is_for(
    desk: Client, service: Service, by_percent: bool, letters: int
) -> None:
    agree(service, **_TERMS[by_percent])
    Message.objects.all().delete()
    new_price(service)
    assert Message.objects.filter(account=service.account).count() == letters


def test_the_plan_says_that_the_price_ends_with_it(desk: Client, service: Service) -> None:
    agree(service, amount=800, today=True)
    large = sell.product("Large", {1: 3000})
    page = f"/desk/services/{service.pk}/change/"
    for offer, quantity, ends in ((service.offer, 3, False), (large, 2, True)):
        assert offer
        html = desk.get(page, {"offer": offer.pk, "months": 1, "quantity": quantity})
        assert ("special price was agreed for the current" in html.content.decode()) is ends


def test_its_end_is_told_in_time_and_once(desk: Client, service: Service) -> None:
    agree(service, percent=10_0000, periods=2)  # until 15 September
    Message.objects.all().delete()
    nights = [datetime(2026, 8, 15, 3, tzinfo=BEGAN.tzinfo) + timedelta(n) for n in range(4)]
    told = []
    for night in nights:
        tell_of_ends(at=night)
        told.append(Message.objects.count())
    assert told == [0, 1, 1, 1]
    body = Message.objects.get().body
    assert "€20.00 instead of €18.00" in body and "15 September 2026" in body


def test_who_leaves_is_not_told_of_its_end(desk: Client, service: Service) -> None:
    agree(service, percent=10_0000, periods=1)
    cancel(service, now=False, at=BEGAN)
    Message.objects.all().delete()
    tell_of_ends(at=datetime(2026, 7, 14, 3, tzinfo=BEGAN.tzinfo))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("asked", "after", "costs", "subject"),
    [
        ({"percent": 10_0000}, 0, [2000, 2000, 2000], "stays as it is"),
        ({"percent": 10_0000, "today": True}, 0, [2000, 2000, 2000], "stays as it is"),
        ({"percent": 10_0000}, 3, [2000, 2000, 2000], "stays as it is"),  # has not begun
        ({"percent": 10_0000, "today": True}, 3, [1800, 2000, 2000], "changes on 15 August 2026"),
    ],
)
def test_it_is_ended_or_taken_back(
    desk: Client,
    service: Service,
    time_machine: time_machine.TimeMachineFixture,
    asked: dict[str, Any],
    after: int,
    costs: list[int],
    subject: str,
) -> None:
    own = agree(service, **asked)
    time_machine.move_to(BEGAN + timedelta(after), tick=False)
    desk.force_login(make.staff("billing"))
    assert 'role="status"' in end(desk, own)
    end(desk, own)  # a second click
    assert [amount for _day, amount in charged(service, date(2026, 9, 10))] == costs
    if not after:
        assert sum(each.amount for each in service.charges.filter(starts__lt=SOON)) == 2000
    assert Entry.objects.filter(event="service.price_ended").count() == 1
    assert Message.objects.filter(subject__contains=subject).count() == 1


def test_its_customer_sees_what_they_pay_and_why(desk: Client, service: Service) -> None:
    agree(service, percent=10_0000, today=True, because="Pilot of ours")
    page = f"/account/{service.account_id}/services/{service.pk}/"
    client = Client()
    client.force_login(make.owner(service.account))
    html = client.get(page).content.decode()
    assert "€18.00 for 1 month" in html and "Pilot of ours" in html and "10%" in html
