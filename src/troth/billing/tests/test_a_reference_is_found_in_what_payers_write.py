import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.billing.reference import (
    KID,
    KID_11,
    QR,
    RF,
    VIITENUMERO,
    Kind,
    digits_of,
    held_in,
    kind_for,
)

_KINDS = {"RF": RF, "KID": KID, "KID 11": KID_11, "viitenumero": VIITENUMERO, "QR": QR}
_NUMBERS = st.integers(1, 10**16).map(str)
_BETWEEN = st.sampled_from(["", "", "", " ", "  ", "\n", "\r\n", " - "])


@pytest.mark.parametrize(
    ("kind", "digits", "reference"),
    [
        # The examples of Finland's banks, of Norway's, and of ISO 11649.
        ("RF", "539007547034", "RF18539007547034"),
        ("viitenumero", "123456", "1234561"),
        ("KID", "234567", "2345676"),
        ("KID 11", "7777777777", "7777777777-"),
        ("KID 11", "12345678", "123456785"),
        ("QR", "21000000000313947143000901", "210000000003139471430009017"),
        ("viitenumero", "1", "0013"),
        ("QR", "20260001", "000000000000000000202600013"),
    ],
)
def test_it_is_made_as_the_country_has_it(kind: str, digits: str, reference: str) -> None:
    assert _KINDS[kind].make(digits) == reference


@pytest.mark.parametrize(
    ("iban", "kind"),
    [
        ("DE89370400440532013000", RF),
        ("NO9386011117947", KID),
        ("FI2112345600000785", VIITENUMERO),
        ("CH9300762011623852957", RF),
        ("CH4431999123000889012", QR),
    ],
)
def test_its_kind_follows_from_the_account(iban: str, kind: Kind) -> None:
    assert kind_for(iban) is kind


@pytest.mark.parametrize("name", _KINDS)
@given(
    digits=_NUMBERS,
    before=st.sampled_from(["", "Invoice ", "REF:", "/RFB/", "rechnung nr.\n", "SURF"]),
    behind=st.sampled_from(["", " thanks", "\nA. Customer", ", 12 months", "/OTHER/1"]),
    spaces=st.lists(_BETWEEN, min_size=30, max_size=30),
    lower=st.booleans(),
)
def test_it_is_found_however_it_is_spaced(
    name: str, digits: str, before: str, behind: str, spaces: list[str], lower: bool
) -> None:
    kind = _KINDS[name]
    written = kind.make(digits)
    written = "".join(map("".join, zip(written, spaces, strict=False)))
    if lower:
        written = written.lower()
    assert digits in held_in(before + written + behind, kind)


@pytest.mark.parametrize("name", ["RF", "KID", "viitenumero", "QR"])
@given(digits=_NUMBERS, at=st.integers(0, 40), other=st.integers(1, 9))
def test_one_wrong_digit_is_noticed(name: str, digits: str, at: int, other: int) -> None:
    kind = _KINDS[name]
    reference = kind.make(digits).removeprefix(kind.prefix)
    at %= len(reference)
    wrong = str((int(reference[at]) + other) % 10)
    assert kind.digits(reference[:at] + wrong + reference[at + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "RF", "RF18", "RF00 1", "no reference", "RF18 5390 0754 7035", "٣٤٥", "0" * 25]
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert held_in(text, RF) == []


def test_a_long_text_is_read_in_no_time() -> None:
    assert held_in("1 " * 50_000, QR) == []


@pytest.mark.parametrize("number", ["RE-2026-00017", "2026/00017", "0202600017"])
def test_it_holds_the_digits_of_a_number(number: str) -> None:
    assert digits_of(number) == "202600017"
    assert re.sub("[^0-9]", "", RF.make(digits_of(number))).endswith("202600017")


@pytest.mark.parametrize("digits", ["", "1" * 22])
def test_what_no_reference_holds_is_told(digits: str) -> None:
    with pytest.raises(ValueError):
        RF.make(digits)
