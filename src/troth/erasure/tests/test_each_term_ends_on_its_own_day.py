"""A duty to keep lasts through its last day; a promise to delete is kept on it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from troth.accounts.models import Account
from troth.accounts.reactivate import cancel
from troth.billing.models import Invoice
from troth.cli import main
from troth.erasure.foresee import preview
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def keep(on: date) -> None:
    assert main(["keep", "--on", on.isoformat()]) == 0


@pytest.mark.parametrize(
    ("issued", "last"),
    [(date(2015, 3, 10), date(2022, 3, 10)), (date(2016, 2, 29), date(2023, 2, 28))],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_what_the_law_keeps_is_whole_on_the_last_day_that_people_are_told(
    issued: date, last: date, hour: int
) -> None:
    make.in_force()
    account, at = make.account(), datetime(*issued.timetuple()[:3], hour, 30, tzinfo=UTC)
    make.invoice(account, at=at, paid=False)
    told = preview(make.owner(account), at=at).as_counts()["stays"]["invoice"]
    assert told["until"] == last.isoformat()
    keep(last)
    assert Invoice.objects.get().party_name == "An Account"
    keep(last + DAY)
    assert Invoice.objects.get().party_name == ""


@pytest.mark.parametrize("hour", [0, 23])
def test_what_is_promised_to_go_goes_on_the_day_and_not_before(hour: int) -> None:
    make.in_force("websoft")
    cancelled = datetime(2020, 3, 1, hour, 30, tzinfo=UTC)
    cancel(make.account(at=cancelled), at=cancelled)
    keep(date(2021, 2, 28))
    assert Account.objects.exists()
    keep(date(2021, 3, 1))
    assert not Account.objects.exists()
