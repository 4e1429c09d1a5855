from dataclasses import replace
from datetime import date

import pytest

from troth.bank.read import read
from troth.bank.statement import Entry
from troth.bank.tests.written import amount, booking, camt053, transfer

_DAY = date(2026, 1, 5)
_A = Entry(_DAY, 1000, "EUR", party="A. Customer", party_iban="FR1420041010050500013M02606")
_B = replace(_A, amount=2000, party="B. Customer", party_iban="NL91ABNA0417164300")
_PART = "<AmtDtls><TxAmt>{}</TxAmt></AmtDtls>"
_CHARGE = '<Chrgs><Amt Ccy="EUR">{}</Amt></Chrgs>'


def _of(units: int, currency: str = "EUR") -> str:
    told = amount(units, currency)
    return _PART.format(told[: told.index("<CdtDbtInd>")])


def _read(file: str) -> list[tuple[int, str, str]]:
    (statement,) = read(file.encode())
    return [(entry.amount, entry.party, entry.bank_id) for entry in statement.entries]


def _one(booked: int, details: str) -> str:
    batch = Entry(_DAY, booked, "EUR", bank_id="N1")
    return camt053([], closing=booked).replace("</Stmt>", booking(batch, "02", details) + "</Stmt>")


@pytest.mark.parametrize(
    ("booked", "details", "entries"),
    [
        pytest.param(
            3000,
            transfer(_A, inside=_of(1000)) + transfer(_B, inside=_of(2000)),
            [(1000, "A. Customer", "N1/1"), (2000, "B. Customer", "N1/2")],
            id="each transfer is an entry",
        ),
        pytest.param(
            2950,
            transfer(_A, inside=_of(1000)) + transfer(_B, inside=_of(2000)),
            [(1000, "A. Customer", "N1/1"), (2000, "B. Customer", "N1/2"), (-50, "", "N1/0")],
            id="what the bank took is one more",
        ),
        pytest.param(
            985,
            transfer(_A, inside=_of(1000) + _CHARGE.format("0.15")),
            [(1000, "A. Customer", "N1"), (-15, "", "N1/0")],
            id="charges of one transfer too",
        ),
        pytest.param(
            985,
            transfer(_A, inside=_of(1000)),
            [(985, "A. Customer", "N1")],
            id="an amount that nothing explains is not the amount that came",
        ),
        pytest.param(
            985,
            transfer(_A, inside=_of(1200, "USD")),
            [(985, "A. Customer", "N1")],
            id="a transfer in another currency is what was booked",
        ),
        pytest.param(
            3000,
            transfer(_A) + transfer(_B),
            [(3000, "", "N1")],
            id="transfers without amounts are one",
        ),
        pytest.param(500, "", [(500, "", "N1")], id="a booking without details"),
    ],
)
def test_a_booking(booked: int, details: str, entries: list[tuple[int, str, str]]) -> None:
    assert _read(_one(booked, details)) == entries


def test_what_is_not_booked_yet_is_left_out() -> None:
    assert _read(camt053([_A], closing=0).replace("BOOK", "PDNG")) == []


def test_money_that_comes_back_says_from_whom_and_why() -> None:
    back = replace(_A, amount=-1000, reversal=True, reason="AC04", bank_id="N1")
    (statement,) = read(camt053([replace(_A, bank_id="N1"), back]).encode())
    assert [(e.amount, e.reversal, e.reason, e.party) for e in statement.entries] == [
        (1000, False, "", "A. Customer"),
        (-1000, True, "AC04", "A. Customer"),
    ]


@pytest.mark.parametrize(
    ("ids", "closing", "counted"),
    [
        pytest.param(("", ""), 2000, 2, id="equal lines without a name are two"),
        pytest.param(("N1", "N1"), 1000, 1, id="one name told twice is one"),
        pytest.param(("N1", "N1"), 2000, 2, id="unless the balances count it twice"),
    ],
)
def test_the_balances_say_whether_equal_lines_are_two(
    ids: tuple[str, str], closing: int, counted: int
) -> None:
    entries = [replace(_A, bank_id=bank_id) for bank_id in ids]
    assert len(_read(camt053(entries, closing=closing))) == counted
