"""Of places whose rates Troth does not know a tax engine is asked, as far as the policy lets it."""

from pathlib import Path
from typing import Any, ClassVar, cast
from unittest import mock

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.accounts.restrict import restrict
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue, issue_staged, stage, stage_lines
from troth.billing.models import Invoice
from troth.billing.quote_tax import quote_tax
from troth.calls.errors import Refused, Unavailable
from troth.calls.models import Call
from troth.calls.work import work_due
from troth.cli.serve import require_policy
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.models import Disclosure
from troth.gates.recipient import Recipient
from troth.tax.decide import UnpreparedError, UnratedError
from troth.tax.engine import Asked, Line, Part, Where
from troth.tax.enter_rate import enter_rate
from troth.tax.models import LocalTax
from troth.tax.tests.test_files_of_rates_are_a_tax_engine import AUSTIN, HEAD
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.NOW
SHARE = """
[share.rates]
name = "A company that knows rates"
role = "processor"
function = "says what tax is due where"
country = ["US"]
receives = [{}]
"""


class Elsewhere:
    """An engine that asks somebody: the tests."""

    recipient = Recipient(
        name="rates",
        title="A company that knows rates",
        role="processor",
        function="says what tax is due where",
        country="US",
        receives=frozenset({"contact"}),
    )
    places = ("US",)
    asked: ClassVar[list[Asked]] = []
    fails: ClassVar[list[Exception]] = []

    def rates(self, asked: Asked) -> tuple[tuple[Part, ...], ...]:
        self.asked.append(asked)
        if self.fails:
            raise self.fails[0]
        return tuple((Part("Texas", 6_2500), Part("Austin", 2_0000)) for _line in asked.lines)


@pytest.fixture(autouse=True)
def engine(settings: Settings) -> None:
    settings.TAX_NUMBER, settings.TAX_REGION = "12-3456789", "TX"
    settings.TAX_ENGINE = {"BACKEND": f"{__name__}.Elsewhere"}
    lets('"contact"')
    Elsewhere.asked.clear()
    Elsewhere.fails.clear()


def lets(*categories: str) -> None:
    make.in_force(make.changed("websoft", rules=SHARE.format(", ".join(categories))))


@pytest.fixture
def account() -> Account:
    return make.account(country="US", region="TX", postcode="78701", city="Austin")


@act
def run(account: Account) -> list[str]:
    """As the nightly run does it; why who is left out is left out."""
    stage()
    line = dict.fromkeys(("starts", "ends", "original_id", "source", "due_on"))
    line |= {"account_id": account.pk, "currency": "USD", "position": 1, "product": ""}
    line |= {"description": "Hosting", "supply": "electronic", "quantity": 1, "price": 1000}
    stage_lines([line | {"discount": 0, "amount": 1000, "supplied_on": AT.date()}])
    return [type(each.error).__name__ for each in issue_staged(at=AT).untreated]


def test_the_invoice_waits_and_the_same_is_asked_once(account: Account) -> None:
    assert run(account) == run(account) == ["UnratedError"]
    assert (Call.objects.count(), Elsewhere.asked) == (1, [])
    work_due(at=AT)
    assert run(account) == run(account) == []
    assert [invoice.tax for invoice in Invoice.objects.all()] == [83, 83]
    asked = Asked(
        AT.date(),
        "USD",
        Where("US", "TX"),
        Where("US", "US-TX", "78701", "Austin"),
        (Line("electronic"),),
    )
    assert Elsewhere.asked == [asked]
    sent = Disclosure.objects.get()
    assert (sent.recipient, sent.rule, sent.categories) == ("rates", "share.rates", ["contact"])


def test_amounts_are_told_where_the_policy_lets_them(account: Account) -> None:
    lets('"contact"', '"billing"')
    run(account)
    work_due(at=AT)
    assert Elsewhere.asked[0].lines == (Line("electronic", 1000),)
    assert Disclosure.objects.get().categories == ["billing", "contact"]


def test_down_it_is_asked_again_and_refused_staff_may_enter_a_rate(account: Account) -> None:
    Elsewhere.fails.append(Unavailable("later"))
    run(account)
    work_due(at=AT)
    assert run(account) == ["UnratedError"]
    Elsewhere.fails[:] = [Refused("no such place")]
    Call.objects.update(next_at=AT)
    work_due(at=AT)
    assert run(account) == [UnpreparedError.__name__]
    enter_rate("US-TX", "standard", 6_2500, AT.date(), at=AT)
    assert run(account) == []
    assert Invoice.objects.get().tax == 63


class Here(Elsewhere):
    """One that asks nobody."""

    recipient = None  # type: ignore[assignment]


@pytest.mark.parametrize("kind", [Elsewhere, Here])
@pytest.mark.parametrize(
    "lie",
    [
        *(((Part("Texas", cast(int, rate)),),) for rate in (-1, 10**9, float("nan"), 8.25, "8")),
        ((Part("Texas", 60_0000), Part("Austin", 40_0100)),),
        ((Part("Te\0xas", 6_2500),),),
        ((None,),),
        (),
        ((), ()),
        None,
    ],
)
def test_what_is_no_answer_is_waited_for_and_keeps_nobody_else(
    kind: type[Elsewhere], lie: Any, account: Account, settings: Settings
) -> None:
    settings.TAX_ENGINE = {"BACKEND": f"{__name__}.{kind.__name__}"}
    with mock.patch.object(Elsewhere, "rates", lambda *asked: lie):
        run(account)
        work_due(at=AT)
        assert run(account) == ["UnratedError"]
        assert quote_tax([(100_00, "electronic")], account, at=AT).pending == "place"
    assert not Invoice.objects.exists()


def test_nothing_is_told_where_it_decides_nothing(account: Account) -> None:
    make.certificate(account)
    elsewhere = make.account(country="CA")
    assert run(account) == run(elsewhere) == []
    assert not LocalTax.objects.exists()


def test_of_who_is_restricted_or_has_moved_nothing_leaves(account: Account) -> None:
    run(account)
    Account.objects.filter(pk=account.pk).update(postcode="73301")
    work_due(at=AT)
    other = make.account(country="US", region="TX", postcode="78701")
    run(other)
    restrict(other, at=AT)
    work_due(at=AT)
    LocalTax.objects.all().delete()
    assert run(other) == ["UnratedError"]
    assert not LocalTax.objects.exists()
    assert not (Elsewhere.asked or Disclosure.objects.exists())


def test_without_a_rule_it_is_refused_at_start(account: Account) -> None:
    require_policy()
    make.in_force("websoft")
    with pytest.raises(TrothError, match=r"names no \[share.rates\]"):
        require_policy()
    run(account)
    work_due(at=AT)
    assert not Elsewhere.asked


def test_files_answer_at_once_also_before_anything_is_ordered(
    account: Account, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "tx.csv").write_text(HEAD + AUSTIN)
    files: dict[str, Any] = {
        "BACKEND": "troth.tax.csv_rates.CsvRates",
        "OPTIONS": {"directory": str(tmp_path)},
    }
    settings.TAX_ENGINE = files
    make.in_force("websoft")
    require_policy()
    assert quote_tax([(100_00, "electronic")], account, at=AT).sums.tax == 8_25
    assert run(account) == []
    assert Invoice.objects.get().tax == 83
    assert not (Call.objects.exists() or Disclosure.objects.exists())

    settings.TAX_ENGINE = {**files, "OPTIONS": {**files["OPTIONS"], "kinds": "electronic"}}
    lines = [DraftLine("Hosting", 1000, "electronic"), DraftLine("Moving", 1000, "standard")]
    (both,) = issue([Draft(account, "USD", lines, AT.date())], at=AT)
    assert {each.category: each.amount for each in both.taxes.all()} == {"S": 83, "E": 0}


def test_what_is_quoted_before_the_answer_says_so(account: Account) -> None:
    assert quote_tax([(100_00, "electronic")], account, at=AT).pending == "place"
    draft = Draft(account, "USD", [DraftLine("Hosting", 1000, "electronic")], AT.date())
    with pytest.raises(UnratedError):
        issue([draft], at=AT)
