"""What keeps sales from their right tax is told as pages are served, at the desk, and by bills."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.catalog.tax_gaps import tax_gaps
from troth.cli import main
from troth.cli.serve import untaxed
from troth.core.day import start_of
from troth.orders.tests.selling import priced, shop
from troth.tax.models import ExchangeRate
from troth.testing import make
from troth.testing.vies import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
VIES = "Businesses in other countries of the EU pay the tax of consumers"
YEARS = "Invoices may end before the ten years of the One Stop Shop"


@pytest.fixture(autouse=True)
def seller(settings: Settings) -> None:
    settings.TAX_NUMBER, settings.TAX_REGION = "CY10259033P", "TN"


def told(*, at: datetime) -> list[str]:
    return [line.split(", since")[0].split(" (Reg")[0] for line in tax_gaps(at=at)]


def test_that_nobody_is_asked_about_vat_numbers() -> None:
    shop("ispsystem")
    assert told(at=timezone.now()) == [VIES]
    assert VIES in signed_in(make.staff("billing")).get("/desk/").content.decode()
    assert [line.partition(",")[0] for line in untaxed()] == [VIES]


def test_but_not_where_they_are_nor_of_a_seller_elsewhere() -> None:
    shop(make.changed("ispsystem", rules=SHARE))
    assert told(at=timezone.now()) == []
    make.in_force("softsys")
    assert told(at=timezone.now()) == []


@pytest.mark.parametrize("policy", ["ispsystem", "softsys"])
def test_that_the_one_stop_shop_asks_for_ten_years(policy: str, settings: Settings) -> None:
    """Also of a seller outside of the Union, whose policy says nothing of it."""
    settings.TAX_ONE_STOP_SHOP = True
    shop(policy)
    assert YEARS in told(at=timezone.now())


def test_that_exchange_rates_run_out(capsys: pytest.CaptureFixture[str]) -> None:
    product = shop(make.changed("ispsystem", rules=SHARE))
    last = datetime(2035, 10, 30, 12, tzinfo=UTC)  # after those of any release
    ExchangeRate.objects.create(currency="USD", day=last.date(), rate=2)
    assert tax_gaps(at=last.replace(day=1)) == []  # nothing is sold in it
    priced(product, 1, 1000, currency="USD")
    assert tax_gaps(at=start_of(last.date().replace(month=11, day=3))) == []
    for day in (4, 5, 6):
        [line] = tax_gaps(at=start_of(last.date().replace(month=11, day=day)))
        assert line.startswith("From 6 November 2035 on nothing taxed can be invoiced in USD")
    ExchangeRate.objects.all().delete()
    priced(product, 1, 1000, currency="XYZ")  # which nobody publishes
    main(["bill", "--dry-run"])
    assert "can be invoiced in XYZ" in capsys.readouterr().err
