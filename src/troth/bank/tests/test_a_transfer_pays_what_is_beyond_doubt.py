from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from troth.accounts.models import Account
from troth.bank.statement import Entry
from troth.bank.tests.paying import AT, Standing, ours, owing, paid, standing, told
from troth.billing.models import Irregularity, Payment
from troth.billing.reference import RF
from troth.billing.use_balance import use_balance
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_ONE, _TWO = "2026-000017", "2026-000018"
_REFERENCE = RF.make("2026000017")
_OTHER: dict[str, Any] = {"party": "A. Stranger", "party_iban": "NL91ABNA0417164300"}


@pytest.fixture
def account() -> Account:
    ours()
    return make.account()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(
            [paid(text=f"re {_REFERENCE[:7]} {_REFERENCE[7:].lower()} thanks", **_OTHER)],
            Standing((0, 1190), 0, 0),
            id="by its reference, whoever paid",
        ),
        pytest.param(
            [paid(reference=_REFERENCE)], Standing((0, 1190), 0, 0), id="by a structured one"
        ),
        pytest.param(
            [paid(text=f"Invoice:{_ONE}.")], Standing((0, 1190), 0, 0), id="by the number"
        ),
        pytest.param([paid(500, _ONE)], Standing((690, 1190), 0, 0), id="underpaid, owes the rest"),
        pytest.param([paid(2000, _ONE)], Standing((0, 380), 0, 0), id="overpaid, to the other"),
        pytest.param(
            [paid(2380, f"{_ONE} and {_TWO}")], Standing((0, 0), 0, 0), id="two to the last cent"
        ),
        pytest.param(
            [paid(2379, f"{_ONE} and {_TWO}")], Standing((1190, 1190), 0, 1), id="two, but less"
        ),
        pytest.param(
            [paid(500, _ONE, bank_id="B1"), paid(690, _ONE, bank_id="B2")],
            Standing((0, 1190), 0, 0),
            id="in two parts",
        ),
        pytest.param(
            [paid(text=_ONE, bank_id="B1"), paid(text=_ONE, bank_id="B2")],
            Standing((0, 1190), 0, 1),
            id="paid twice, the second waits",
        ),
        pytest.param(
            [paid(text=RF.make("2026000019"))], Standing((1190, 1190), 0, 1), id="unknown reference"
        ),
        pytest.param(
            [paid(text=_REFERENCE[:-1] + "8")], Standing((1190, 1190), 0, 1), id="one digit wrong"
        ),
        pytest.param([paid()], Standing((1190, 1190), 0, 1), id="amount and name fit two"),
        pytest.param([paid(777)], Standing((1190, 1190), 0, 1), id="nothing fits"),
    ],
)
def test_a_transfer(account: Account, entries: list[Entry], expected: Standing) -> None:
    invoices = [owing(account, _ONE), owing(account, _TWO)]
    told(*entries)
    assert standing(account, *invoices) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([paid()], Standing((0,), 0, 0)),
        ([paid(party=" an  ACCOUNT")], Standing((0,), 0, 0)),
        ([paid(**_OTHER)], Standing((1190,), 0, 1)),
        ([paid(1189)], Standing((1190,), 0, 1)),
        ([paid(bank_id="B1"), paid(bank_id="B2")], Standing((1190,), 0, 2)),
    ],
    ids=["amount and name", "in another spelling", "amount alone", "name alone", "two for one"],
)
def test_without_a_number(account: Account, entries: list[Entry], expected: Standing) -> None:
    invoice = owing(account, _ONE)
    told(*entries)
    assert standing(account, invoice) == expected


def test_one_that_names_two_customers_waits(account: Account) -> None:
    other = make.account()
    invoices = [owing(account, _ONE), owing(other, _TWO)]
    told(paid(2380, f"{_ONE}, {_TWO}"))
    assert standing(account, *invoices) == Standing((1190, 1190), 0, 1)


def test_another_currency_pays_nothing(account: Account) -> None:
    ours("FR7630006000011234567890189", "CHF")
    invoice = owing(account, _ONE)
    told(
        replace(paid(text=_ONE), currency="CHF"),
        iban="FR7630006000011234567890189",
        currency="CHF",
    )
    assert standing(account, invoice) == Standing((1190,), 0, 1)


def test_what_comes_back_is_owed_again(account: Account) -> None:
    invoice = owing(account, _ONE)
    told(paid(2000, _ONE))
    back = paid(-2000, reversal=True, reason="AC04", booked_on=date(2026, 3, 3))
    told(back, opening=2000, number="2")
    assert standing(account, invoice) == Standing((1190,), 0, 0)
    assert list(Payment.objects.order_by("pk").values_list("amount", flat=True)) == [2000, -2000]
    assert not Irregularity.objects.exists()


def test_what_came_back_before_was_another_payment(account: Account) -> None:
    invoice = owing(account, _ONE)
    told(paid(2000, _ONE))
    back = paid(-2000, reversal=True, reason="AC04", booked_on=date(2026, 2, 27))
    told(back, opening=2000, number="2")
    assert standing(account, invoice) == Standing((0,), 810, 1)


def test_what_comes_back_after_it_was_used_is_disputed(account: Account) -> None:
    invoices = [owing(account, _ONE)]
    told(paid(2000, _ONE))
    invoices.append(owing(account, _TWO))
    use_balance(invoices[1], at=AT)
    told(paid(-2000, reason="AC04"), opening=2000, number="2")
    assert standing(account, *invoices) == Standing((1190, 380), 0, 0)
    assert Irregularity.objects.filter(account=account).exists()


def test_a_transfer_with_the_reference_for_topping_up_pays_what_is_owed(account: Account) -> None:
    invoice = owing(account, _ONE)
    page = signed_in(make.owner(account)).get(f"/account/{account.pk}/statement/").content.decode()
    reference = RF.make(f"99{account.pk:010}")
    assert " ".join(reference[at : at + 4] for at in range(0, len(reference), 4)) in page
    told(paid(2000, text=f"thanks {reference.lower()}"))
    assert standing(account, invoice) == Standing((0,), 810, 0)


def test_a_reference_of_nobody_waits_and_an_invoice_goes_first(account: Account) -> None:
    invoice, nobody = owing(account, _ONE), RF.make(f"99{account.pk + 7:010}")
    told(paid(20_00, nobody, **_OTHER))
    assert standing(account, invoice) == Standing((1190,), 0, 1)
    told(paid(15_00, f"{_REFERENCE} {RF.make(f'99{account.pk:010}')}"), number="8")
    assert standing(account, invoice) == Standing((0,), 310, 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda pk, other: f"{_top(pk)} {_top(other)}", id="of two customers"),
        pytest.param(lambda pk, _other: RF.make(f"99{pk:09}"), id="a digit too few"),
        pytest.param(lambda pk, _other: RF.make(f"98{pk:010}"), id="of no top-up"),
        pytest.param(lambda pk, _other: f"99{pk:010}", id="without its check digits"),
        pytest.param(lambda _pk, _other: RF.make("99" + "9" * 18), id="beyond all keys"),
    ],
)
def test_what_is_nearly_a_top_up_waits(account: Account, text: Callable[[int, int], str]) -> None:
    other = make.account()
    told(paid(20_00, text(account.pk, other.pk), **_OTHER))
    assert standing(account) == Standing((), 0, 1)
    assert standing(other) == Standing((), 0, 1)


def _top(number: int) -> str:
    return RF.make(f"99{number:010}")
