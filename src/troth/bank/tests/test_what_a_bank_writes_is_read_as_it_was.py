from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.bank.read import read
from troth.bank.statement import Entry, Statement
from troth.bank.tests.written import IBAN, camt053, mt940

# What SWIFT lets a bank write, less what stands between its fields.
_WORDS = st.text("abcxyzABCXYZ0189 .,()-", min_size=1, max_size=50).map(
    lambda text: "a" + " ".join(text.split()) + "z"
)
_IBANS = st.sampled_from(["", "NL91ABNA0417164300", "FR1420041010050500013M02606"])
_DAYS = st.dates(date(2001, 2, 1), date(2079, 12, 1))
_ENTRIES = st.builds(
    Entry,
    booked_on=_DAYS,
    amount=st.integers(-(10**9), 10**9).filter(bool),
    currency=st.just("EUR"),
    party=_WORDS,
    party_iban=_IBANS,
    end_to_end_id=st.sampled_from(["", "E2E-17"]),
    text=_WORDS,
    bank_id=st.sampled_from(["", "B1", "B2", "B3"]),
    reversal=st.booleans(),
    reason=st.sampled_from(["", "AC04"]),
).map(lambda entry: replace(entry, valued_on=entry.booked_on))


def _expected(entries: list[Entry], number: str, opening: int) -> Statement:
    closing = opening + sum(entry.amount for entry in entries)
    return Statement(IBAN, "EUR", number, opening, closing, tuple(entries))


@given(
    entries=st.lists(_ENTRIES, max_size=6),
    opening=st.integers(-(10**9), 10**9),
    version=st.sampled_from(["02", "04", "08"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_camt053(entries: list[Entry], opening: int, version: str, encoding: str) -> None:
    entries = [replace(entry, reference="RF18539007547034") for entry in entries]
    file = camt053(entries, opening=opening, version=version)
    assert read(file.encode(encoding)) == [_expected(entries, "7", opening)]


@given(
    entries=st.lists(_ENTRIES, max_size=6),
    opening=st.integers(-(10**9), 10**9),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"]),
)
def test_mt940(entries: list[Entry], opening: int, encoding: str) -> None:
    assert read(mt940(entries, opening=opening).encode(encoding)) == [
        _expected(entries, "7/1", opening)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_letters_beyond_ascii(encoding: str) -> None:
    entry = Entry(date(2026, 1, 5), 1190, "EUR", party="Jörg Müßig", text="für März")
    (german,) = read(mt940([entry]).encode(encoding))
    (iso,) = read(camt053([entry]).replace("UTF-8", encoding).encode(encoding))
    assert {(one.party, one.text) for one in german.entries + iso.entries} == {
        ("Jörg Müßig", "für März")
    }
