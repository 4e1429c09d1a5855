from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from troth.catalog.models import PriceChange
from troth.services.bill import bill
from troth.services.cancel import cancel
from troth.services.change_price import change_price
from troth.services.models import Charge, Service
from troth.services.tests.test_no_way_leads_around_a_new_price import BEGAN, TOLD, running
from troth.services.withdraw_price import withdraw_price
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_utc")]
SOON, LATE = TOLD + timedelta(6), datetime(2026, 8, 16, 12, tzinfo=UTC)


def cancelled(*, now: bool) -> tuple[Service, PriceChange]:
    """A service of 10 EUR a month that comes to cost 12, cancelled once its customer was told."""
    _account, service, change = running()
    change_price(change, by=make.staff(), at=TOLD)
    cancel(service, now=now, at=TOLD + timedelta(5))
    return service, change


def page_of(browser: Client, path: str) -> str:
    return browser.get(path).content.decode().replace("\xa0", " ")


def seen_on(html: str) -> str:
    return html.split('seen" value="')[1].split('"')[0]


@pytest.mark.parametrize("by", ["owner", "staff"])
@pytest.mark.parametrize(
    ("act", "at", "told", "net"),
    [
        (
            "keep",
            SOON,
            ("€10.00 for 1 month. Nothing is due today", "From 15 August 2026"),
            0,
        ),
        ("reactivate", SOON, ("Nothing is due today", "it costs €12.00 for 1 month"), 0),
        ("reactivate", LATE, ("€12.00 for 1 month from today",), 1200),
    ],
)
def test_what_is_shown_is_what_is_charged(
    by: str, act: str, at: datetime, told: tuple[str, ...], net: int
) -> None:
    service, _change = cancelled(now=act == "reactivate")
    page = f"/account/{service.account_id}/services/{service.pk}/"
    with time_machine.travel(at, tick=False):
        if by == "owner":
            browser, name, shown = signed_in(make.owner(service.account)), "seen", f"{page}{act}/"
        else:
            browser, name = signed_in(make.staff("billing")), f"{act}-seen"
            page = shown = f"/desk/services/{service.pk}/"
        html = page_of(browser, shown)
        assert [words for words in told if words not in html] == []
        # Nobody has done anything yet; and nothing is done without the figures.
        before = Charge.objects.count()
        browser.post(f"{page}{act}/", {name: "other"})
        assert Charge.objects.count() == before and seen_on(page_of(browser, shown))
        browser.post(f"{page}{act}/", {name: seen_on(html)})
    service.refresh_from_db()
    assert service.ended_at is None
    assert not service.cancellations.filter(taken_back_at=None).exists()
    assert sum(Charge.objects.values_list("amount", flat=True)) == 1000 + net
    for month in (7, 8):
        night = datetime(2026, month, 16, 13, tzinfo=UTC)
        bill(on=night.date(), at=night)
    assert Charge.objects.latest("starts", "pk").amount == 1200


def test_other_figures_are_shown_anew() -> None:
    service, change = cancelled(now=False)
    page = f"/account/{service.account_id}/services/{service.pk}/keep/"
    with time_machine.travel(SOON, tick=False):
        browser = signed_in(make.owner(service.account))
        seen = seen_on(page_of(browser, page))
        withdraw_price(change, by=make.staff(), at=SOON)
        html = browser.post(page, {"seen": seen}).content.decode()
        assert "figures have changed" in html and "it costs" not in html
        assert service.cancellations.get().taken_back_at is None
        browser.post(page, {"seen": seen_on(html)})
    assert service.cancellations.get().taken_back_at


def test_who_has_not_paid_does_not_keep_what_ends_for_it() -> None:
    _account, service, _change = running()
    service.cancellations.create(
        account=service.account, asked_at=BEGAN, effective_on=date(2026, 7, 1), kind="unpaid"
    )
    page = f"/account/{service.account_id}/services/{service.pk}/"
    with time_machine.travel(SOON, tick=False):
        browser = signed_in(make.owner(service.account))
        assert "Once they are paid, it continues" in page_of(browser, page)
        told = browser.post(f"{page}keep/", {"seen": ""}, follow=True).content.decode()
    assert "Your service is running again" not in told
    assert service.cancellations.filter(taken_back_at=None).exists()
