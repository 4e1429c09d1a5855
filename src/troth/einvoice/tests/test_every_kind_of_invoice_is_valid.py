from collections.abc import Callable
from dataclasses import replace

import pytest

from troth.core.errors import TrothError
from troth.einvoice.cii import cii
from troth.einvoice.document import Document
from troth.einvoice.tests.kinds import KINDS
from troth.einvoice.ubl import ubl, xrechnung
from troth.testing.einvoice import SELLER, document, faults_of_cii, faults_of_ubl, line

Write = Callable[[Document], bytes]
FaultsOf = Callable[[bytes], list[str]]

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_as_cii(kind: str) -> None:
    assert faults_of_cii(cii(KINDS[kind]())) == []


@every_kind
def test_as_ubl(kind: str) -> None:
    assert faults_of_ubl(ubl(KINDS[kind]())) == []


both = pytest.mark.parametrize(
    ("write", "faults_of"), [(cii, faults_of_cii), (ubl, faults_of_ubl)], ids=["cii", "ubl"]
)


@both
@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (b">17.73<", b">17.74<", "BR-CO-15"),
        (b">2.83<", b">3.83<", "BR-S-09"),
        (b">S<", b">E<", "BR-E-10"),
    ],
)
def test_what_is_wrong_is_seen_by_the_rules(
    write: Write, faults_of: FaultsOf, right: bytes, wrong: bytes, rule: str
) -> None:
    xml = write(document())
    assert right in xml
    seen = {fault.partition(":")[0] for fault in faults_of(xml.replace(right, wrong))}
    assert rule in seen


@both
def test_what_is_out_of_place_is_seen_by_the_schema(write: Write, faults_of: FaultsOf) -> None:
    faults = faults_of(write(document()).replace(b":IssueDate", b":OrderDate"))
    assert any(fault.startswith("XSD: ") for fault in faults)


def test_an_xrechnung_says_that_it_is_one_and_lacks_nothing() -> None:
    xml = xrechnung(KINDS["to an authority"]())
    assert b"#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>" in xml
    assert faults_of_ubl(xml) == []


def test_what_an_xrechnung_lacks_is_told_at_once() -> None:
    with pytest.raises(TrothError, match=r"lacks the buyer reference, .*BR-DE-15\), the telephone"):
        xrechnung(document(seller=replace(SELLER, phone="")))


def test_an_amount_of_three_decimals_has_no_room_in_the_standard() -> None:
    for write in (cii, ubl):
        with pytest.raises(TrothError, match="no room"):
            write(document(line(12345), currency="KWD"))
