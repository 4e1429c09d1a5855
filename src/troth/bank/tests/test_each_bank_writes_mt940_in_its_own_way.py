from datetime import date

import pytest

from troth.bank.read import read
from troth.bank.statement import Entry
from troth.bank.tests.written import IBAN, mt940

_DAY = date(2026, 1, 5)
_PAID = Entry(_DAY, 1190, "EUR", text="x", bank_id="B1")
_FILE = mt940([_PAID])
_DETAILS = _FILE[_FILE.index(":86:") : _FILE.index(":62F:")]


def _read(details: str) -> Entry:
    (statement,) = read(_FILE.replace(_DETAILS, f":86:{details}\r\n").encode())
    return statement.entries[0]


@pytest.mark.parametrize(
    ("details", "party", "iban", "end_to_end", "text"),
    [
        pytest.param(
            "166?00GUTSCHRIFT?20EREF+E2E-17?21SVWZ+RF18 5390 0754 70?2234 Danke"
            "?30COBADEFFXXX?31DE02120300000000202051?32Anna Beis?33piel",
            "Anna Beispiel",
            "DE02120300000000202051",
            "E2E-17",
            "RF18 5390 0754 7034 Danke",
            id="Germany, by keywords",
        ),
        pytest.param(
            "051?00GUTSCHRIFT?20Rechnung RE-2026-00017?32Anna Beispiel?60, 18",
            "Anna Beispiel",
            "",
            "",
            "Rechnung RE-2026-00017, 18",
            id="Germany, without keywords",
        ),
        pytest.param(
            "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A\r\n"
            "/NAME/A. Klant/REMI/Factuur 2026/17/EREF/NOTPROVIDED",
            "A. Klant",
            "NL91ABNA0417164300",
            "",
            "Factuur 2026/17",
            id="the Netherlands",
        ),
        pytest.param(
            "/CNTP/NL91ABNA0417164300/ABNANL2A/A. Klant///REMI/USTD//2026-17/",
            "A. Klant",
            "NL91ABNA0417164300",
            "",
            "2026-17",
            id="the Netherlands, otherwise",
        ),
        pytest.param(
            "FROM A. CUSTOMER\r\nINVOICE 17",
            "",
            "",
            "",
            "FROM A. CUSTOMER\nINVOICE 17",
            id="free text",
        ),
    ],
)
def test_the_details(details: str, party: str, iban: str, end_to_end: str, text: str) -> None:
    entry = _read(details)
    assert (entry.party, entry.party_iban, entry.end_to_end_id, entry.text) == (
        party,
        iban,
        end_to_end,
        text,
    )


@pytest.mark.parametrize(
    "told", [IBAN, f"{IBAN}EUR", "37040044/532013000", "37040044/532013000EUR"]
)
def test_the_account_is_an_iban(told: str) -> None:
    (statement,) = read(mt940([], account=told).encode())
    assert statement.iban == IBAN


def test_a_file_holds_many_days_and_what_swift_lays_around_them() -> None:
    second = mt940([_PAID], opening=1190, number="8").replace(
        "\r\n-\r\n", "\r\n:86:OF NO ENTRY\r\n-}"
    )
    statements = read(f"{{1:F01BANK}}{{4:\r\n{_FILE}-}}{{1:F01BANK}}{{4:\r\n{second}".encode())
    assert [(one.number, one.opening, one.closing) for one in statements] == [
        ("7/1", 0, 1190),
        ("8", 1190, 2380),
    ]
    assert {entry.text for one in statements for entry in one.entries} == {"x"}


def test_the_year_turns_between_the_two_days_of_a_line() -> None:
    entry = Entry(date(2026, 1, 2), 1190, "EUR", valued_on=date(2025, 12, 31), text="x")
    (statement,) = read(mt940([entry]).encode())
    assert statement.entries == (entry,)
