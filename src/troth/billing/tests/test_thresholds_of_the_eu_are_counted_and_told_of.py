"""Sales are counted towards the thresholds of the EU, and staff are warned in time."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.billing.thresholds import thresholds
from troth.catalog.tax_gaps import tax_gaps
from troth.cli import main
from troth.cli.serve import untaxed
from troth.core.day import day_at
from troth.core.money import major
from troth.orders.tests.selling import shop
from troth.publishing.running import policy_on
from troth.tax.models import ExchangeRate, Rate, VatCheck
from troth.testing import make
from troth.testing.vies import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LAST_YEAR = NOW.replace(year=NOW.year - 1, month=6, day=15)
ABROAD = "Sales to consumers in other countries of the EU"


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    settings.TAX_NUMBER = "CY10259033P"
    shop(make.changed("ispsystem", rules=SHARE))
    for place in ("CY", "DE"):
        since = LAST_YEAR.date().replace(year=2022)
        Rate.objects.update_or_create(
            place=place,
            kind="standard",
            valid_from=since,
            defaults={"rate": 19_0000, "source": "-"},
        )


def sold(
    euros: int, to: str = "DE", *, at: datetime = NOW, currency: str = "EUR", **more: str
) -> Invoice:
    account = make.account(country=to)
    if number := more.pop("number", ""):
        Account.objects.filter(pk=account.pk).update(tax_id=number)
        VatCheck.objects.create(
            account=account, number=number, asked_at=at, answered_at=at, valid=True
        )
    line = DraftLine("Hosting", euros * 100, more.pop("supply", "electronic"))
    return issue([Draft(account, currency, [line], day_at(at))], at=at)[0]


def counted() -> list[tuple[int, int]]:
    """Whole euros of each: this year, and the last."""
    found = thresholds(policy_on(NOW), at=NOW)
    return [(int(major(t.this_year, "EUR")), int(major(t.last_year, "EUR"))) for t in found]


def test_what_counts_towards_which() -> None:
    sold(100)
    sold(200, supply="standard")
    sold(400, number="DE136695976")
    sold(800, "CY")
    sold(1600, "US")
    sold(3200, supply="exempt")
    sold(6400, at=LAST_YEAR)
    sold(9000, at=LAST_YEAR - timedelta(days=366))
    credit(sold(50), None, at=NOW)
    assert counted() == [(100, 6400), (1500, 6400)]


def test_in_euros_by_the_rate_of_the_day() -> None:
    ExchangeRate.objects.create(currency="USD", day=day_at(NOW), rate=2)
    sold(100, currency="USD")
    assert counted()[0] == (50, 0)


@pytest.mark.parametrize(
    ("euros", "at", "says"),
    [
        (7_999, NOW, ""),
        (8_000, NOW, "near the €10,000.00"),
        (10_000, NOW, "near the €10,000.00"),
        (10_001, NOW, "above the €10,000.00"),
        (10_001, LAST_YEAR, "above the €10,000.00"),
    ],
)
def test_it_is_told_from_four_fifths_on(euros: int, at: datetime, says: str) -> None:
    sold(euros, at=at)
    told = [line for line in tax_gaps(at=NOW) if line.startswith(ABROAD)]
    assert [says in line for line in told] == ([True] if says else [])
    assert told == [line for line in untaxed() if line.startswith(ABROAD)]
    desk = signed_in(make.staff("billing")).get("/desk/").content.decode()
    assert (ABROAD in desk) == bool(says)


@pytest.mark.parametrize(
    ("name", "value", "euros", "says"),
    [
        ("TAX_ONE_STOP_SHOP", True, 20_000, []),
        ("TAX_SMALL_BUSINESS", True, 20_000, [ABROAD]),
        ("TAX_SMALL_BUSINESS", True, 90_000, [ABROAD, "Turnover in the EU"]),
        ("TAX_NUMBER", "CY10259033P-EX", 20_000, [ABROAD]),  # it is no small business
    ],
)
def test_but_not_what_is_seen_to(
    settings: Settings, name: str, value: object, euros: int, says: list[str]
) -> None:
    sold(euros)
    setattr(settings, name, value)
    told = [line.partition(":")[0] for line in tax_gaps(at=NOW) if "a year, " in line]
    assert told == says


def test_the_command_and_the_report_show_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tax", "thresholds"]) == 0
    sold(9_000)
    assert main(["tax", "thresholds"]) == 1
    assert f"{ABROAD}: €0.00 last year, €9,000.00 this year" in capsys.readouterr().out
    page = signed_in(make.staff("owner")).get("/desk/reports/tax/").content.decode()
    assert "Thresholds of the EU" in page and "Art. 59c" in page
    make.in_force("softsys")
    assert main(["tax", "thresholds"]) == 0
    assert "for sellers in the EU" in capsys.readouterr().out
