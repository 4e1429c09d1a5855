"""A new price comes for a service that was transferred, kept or taken up again meanwhile."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.catalog.models import PriceChange
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.cancel import cancel
from troth.services.change import change as made
from troth.services.change import preview
from troth.services.change_price import change_price
from troth.services.models import Charge, Service
from troth.services.reactivate import reactivate
from troth.services.take_back_cancellation import take_back_cancellation
from troth.services.transfer import transfer
from troth.services.wish import wished
from troth.services.withdraw_price import withdraw_price
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 6, 15, 12, tzinfo=UTC)
TOLD = BEGAN + timedelta(2)


def stays(service: Service) -> None:
    """Nothing is done."""


def goes_to_another(service: Service) -> None:
    transfer(service, sell.buyer(country="US", at=BEGAN), at=TOLD + timedelta(5), by=make.staff())


def is_cancelled_and_kept(service: Service) -> None:
    cancel(service, now=False, at=TOLD + timedelta(5))
    take_back_cancellation(service, at=TOLD + timedelta(6))


def ends_and_comes_back(service: Service) -> None:
    cancel(service, now=True, at=TOLD + timedelta(5))
    reactivate(service, at=TOLD + timedelta(6))


def ends_and_comes_back_after_its_day(service: Service) -> None:
    cancel(service, now=True, at=TOLD + timedelta(5))
    reactivate(service, at=datetime(2026, 8, 16, 12, tzinfo=UTC))


WAYS = [
    stays,
    goes_to_another,
    is_cancelled_and_kept,
    ends_and_comes_back,
    ends_and_comes_back_after_its_day,
]


def running() -> tuple[Account, Service, PriceChange]:
    sell.seller("softsys", at=BEGAN)
    account = sell.buyer(country="US", at=BEGAN)
    small = sell.product("Small", {1: 1000})
    service = sell.sold(account, small, at=BEGAN)
    change = PriceChange(
        product=small, currency="EUR", months=1, amount=1200, starts=date(2026, 8, 1)
    )
    return account, service, change


@pytest.mark.parametrize("way", WAYS)
def test_it_comes_whatever_was_done(way: Callable[[Service], None]) -> None:
    _account, service, change = running()
    change_price(change, by=make.staff(), at=TOLD)
    way(service)
    later = datetime(2026, 8, 16, 3, tzinfo=UTC)
    bill(on=day_at(later), at=later)
    last = Charge.objects.filter(amount__gt=0).latest("starts", "pk")
    assert last.starts and last.starts >= date(2026, 8, 1) and last.amount == 1200


def test_who_keeps_what_was_to_end_is_told() -> None:
    _account, service, change = running()
    other = sell.sold(sell.buyer(country="US", at=BEGAN), service.offer, at=BEGAN)  # type: ignore[arg-type]
    cancel(service, now=False, at=BEGAN)
    change_price(change, by=make.staff(), at=TOLD)
    told = Message.objects.filter(subject__contains="price of Small")
    assert {each.account_id for each in told} == {other.account_id}
    take_back_cancellation(service, at=TOLD)
    assert told.filter(account=service.account).count() == 1


def test_who_is_given_a_service_is_told() -> None:
    _account, service, change = running()
    change_price(change, by=make.staff(), at=TOLD)
    goes_to_another(service)
    told = Message.objects.filter(subject__contains="price of Small")
    assert {each.account_id for each in told} == set(
        Service.objects.values_list("account", flat=True)
    )


@pytest.mark.parametrize("way", [stays, goes_to_another])
def test_what_holds_for_one_is_not_withdrawn(way: Callable[[Service], None]) -> None:
    _account, service, change = running()
    change.starts = date(2026, 8, 15)
    change_price(change, by=make.staff(), at=TOLD)
    way(service)
    ahead = datetime(2026, 8, 14, 3, tzinfo=UTC)
    bill(on=day_at(ahead), at=ahead)
    assert Charge.objects.filter(amount=1200).exists()
    with pytest.raises(TrothError):
        withdraw_price(change, by=make.staff(), at=ahead)


@pytest.mark.parametrize(
    ("zone", "told_at", "changed_at", "charged"),
    [
        # At the provider's it is the evening before, in UTC the day of the change already.
        (
            "Pacific/Pago_Pago",
            datetime(2026, 7, 1, 7, tzinfo=UTC),
            datetime(2026, 7, 1, 23, tzinfo=UTC),
            1000,
        ),
        # And here the day of both, while in UTC that has not begun.
        (
            "Pacific/Kiritimati",
            datetime(2026, 6, 30, 12, tzinfo=UTC),
            datetime(2026, 6, 30, 11, tzinfo=UTC),
            1200,
        ),
    ],
)
def test_who_was_told_is_told_by_the_providers_days(
    zone: str,
    told_at: datetime,
    changed_at: datetime,
    charged: int,
    settings: Settings,
) -> None:
    settings.TIME_ZONE = zone
    account, other, change = running()
    service = sell.sold(account, sell.product("Large", {1: 3000}), at=BEGAN)
    change.starts = date(2026, 9, 1)

    def becomes_small(at: datetime) -> None:
        term = service.terms.get()
        wish = wished(service, term, other.offer, 1, 1, {}, on=day_at(at), by_staff=True)  # type: ignore[arg-type]
        made(service, wish, seen=preview(service, wish, at=at).seen, at=at)

    acts = {
        told_at: lambda at: change_price(change, by=make.staff(), at=at),
        changed_at: becomes_small,
    }
    for at in sorted(acts):
        acts[at](at)
    letter = Message.objects.get(subject__contains="price of Small")
    assert letter.body.count("instead of") == (2 if charged == 1200 else 1)

    later = datetime(2026, 9, 16, 20, tzinfo=UTC)
    bill(on=day_at(later), at=later)
    assert service.charges.filter(amount__gt=0).latest("starts", "pk").amount == charged
