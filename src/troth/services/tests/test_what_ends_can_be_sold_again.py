"""The stock of a product has back what a service had, whichever way that ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from troth.catalog.models import Product
from troth.catalog.price import NotSoldError
from troth.core.day import day_at
from troth.services.cancel import cancel
from troth.services.end import end
from troth.services.end_due import end_due
from troth.services.locked import NotNowError
from troth.services.models import Service
from troth.services.reactivate import reactivate
from troth.services.stock import take_stock
from troth.services.transfer import transfer
from troth.services.withdraw import withdraw
from troth.testing import make, sell

pytestmark = pytest.mark.django_db

NOW = make.NOW


@pytest.fixture
def service() -> Service:
    """Two servers of three, which the customer has ordered just now."""
    sell.seller(at=NOW)
    offer = sell.product("Server", {1: 10_00})
    Product.objects.update(stock=3)
    take_stock(offer, 2)
    return sell.sold(sell.buyer(), offer, at=NOW, quantity=2)


def left() -> int | None:
    return Product.objects.get().stock


def at_night(service: Service) -> None:
    cancel(service, now=False, at=NOW, by=make.owner(service.account))
    assert left() == 1
    later: datetime = NOW + timedelta(days=40)
    end_due(on=day_at(later), at=later)
    assert end_due(on=day_at(later), at=later) == 0


@pytest.mark.parametrize(
    "ends",
    [
        at_night,
        lambda service: end(service, at=NOW),
        lambda service: cancel(service, now=True, at=NOW),
        lambda service: withdraw(service, "I withdraw.", sent_on=day_at(NOW), at=NOW),
    ],
)
def test_an_end_gives_back_what_it_had(service: Service, ends: Callable[[Service], None]) -> None:
    assert left() == 1
    ends(service)
    assert left() == 3


def test_taken_up_again_it_takes_it_again(service: Service) -> None:
    end(service, at=NOW)
    reactivate(service, at=NOW)
    assert left() == 1


def test_it_is_not_taken_up_again_when_it_is_sold_out(service: Service) -> None:
    end(service, at=NOW)
    Product.objects.update(stock=1)
    service.refresh_from_db()
    with pytest.raises((NotNowError, NotSoldError), match="sold out"):
        reactivate(service, at=NOW)
    assert left() == 1 and Service.objects.get().ended_at


def test_a_transfer_leaves_the_stock_as_it_is(service: Service) -> None:
    transfer(service, sell.buyer(), at=NOW, by=make.staff("support"))
    assert left() == 1
