"""An invoice in another currency than the seller's tells its tax in that one as well, by the last
rate of the European Central Bank (Directive 2006/112/EC Art. 230, EN 16931 BT-111)."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.document import document
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.cli import main
from troth.core.day import day_at
from troth.tax.decide import TaxError
from troth.tax.enter_rate import enter_rate
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(settings: Settings) -> Account:
    settings.TAX_NUMBER = "CY10259033P"
    make.in_force("ispsystem")
    enter_rate("CY", "standard", 19_0000, make.NOW.date(), at=make.NOW)
    return make.account(country="CY", company="", tax_id="")


def issued(account: Account, currency: str, days: int = 0, amount: int = 10_00) -> Invoice:
    draft = Draft(
        account=account,
        currency=currency,
        lines=(DraftLine("Hosting", amount, "electronic"),),
        supplied_on=day_at(make.NOW),
    )
    return issue([draft], at=make.NOW + timedelta(days=days))[0]


def taken(tmp_path: Path, text: str) -> int:
    file = tmp_path / "rates.csv"
    file.write_text(text)
    return main(["tax", "exchange", str(file)])


def test_by_the_last_rate_before(account: Account, tmp_path: Path) -> None:
    friday = day_at(make.NOW) + timedelta(days=2)
    assert not taken(tmp_path, f"Date,USD,JPY,\n{friday},1.25,160,\n")
    made = issued(account, "USD", days=2)
    assert (made.home_currency, made.home_rate, made.tax_at_home) == ("EUR", Decimal("0.8"), 1_52)
    assert document(made).tax_in_own == 1_52
    # One yen is its own minor unit.
    assert issued(account, "JPY", days=2, amount=1000).tax_at_home == 1_19
    # A credit note goes by the rate of its invoice.
    assert not taken(tmp_path, f"Date,USD,\n{friday + timedelta(days=1)},2.5,\n")
    assert issued(account, "USD", days=3).tax_at_home == 76
    note = credit(made, 5_95, at=make.NOW + timedelta(days=3))
    assert (note.home_rate, note.tax_at_home, note.tax) == (Decimal("0.8"), 76, 95)


def test_by_those_of_the_release_where_none_were_taken_in(account: Account) -> None:
    made = issued(account, "CHF")
    assert made.home_rate and made.tax_at_home == round(made.tax * made.home_rate)


def test_in_ones_own_currency_there_is_nothing_to_tell(account: Account) -> None:
    made = issued(account, "EUR")
    assert (made.home_currency, made.home_rate, made.tax_at_home) == ("", None, None)


def test_without_a_rate_nothing_is_guessed(account: Account) -> None:
    with pytest.raises(TaxError, match="troth tax exchange"):
        issued(account, "AED")
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("text", ["", "<html>", "Date,USD,\nx,1,\n", "Date,USD,\n2026-06-15,-1,\n"])
def test_what_is_no_file_of_rates_is_told(
    account: Account, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(tmp_path, text) != 0
    assert capsys.readouterr().err.count("\n") == 1
