"""A certificate spares the tax of the place that it names, on the days for which it is valid."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from troth.tax.decide import Buyer, Seller, decide
from troth.tax.exemption import Exemption
from troth.tax.exemption import Kind as Who
from troth.tax.table import Kind

DAY = date(2026, 6, 15)
RATES = {("US-TX", "standard"): 8_2500, ("DE", "standard"): 19_0000, ("AT", "standard"): 20_0000}
RATES |= {("IN", "standard"): 18_0000}
US, DE, IN = Seller("US", "TX"), Seller("DE"), Seller("IN", "KA")
OSS = Seller("DE", one_stop_shop=True)
TEXAN, GERMAN = Buyer("US", region="TX"), Buyer("DE")


def certificate(who: Who, place: str, **more: date) -> Exemption:
    days = {"since": DAY, "until": DAY} | more
    return Exemption(who, place, "32-1", law="a law", **days)


RESALE, EMBASSY = certificate("resale", "US-TX"), certificate("embassy", "DE")


@pytest.mark.parametrize(
    ("seller", "buyer", "kind", "exemption", "category"),
    [
        (US, TEXAN, "electronic", RESALE, "E"),
        (US, TEXAN, "electronic", certificate("diplomat", "US"), "E"),
        (US, Buyer("US", region="WA"), "electronic", certificate("charity", "US-WA"), "E"),
        (US, TEXAN, "electronic", certificate("resale", "US-WA"), "S"),
        (US, Buyer("CA"), "electronic", RESALE, "O"),
        (DE, GERMAN, "goods", EMBASSY, "E"),
        (OSS, Buyer("AT"), "electronic", EMBASSY, "S"),
        (OSS, Buyer("AT"), "electronic", certificate("embassy", "AT"), "E"),
        (OSS, Buyer("AT"), "standard", EMBASSY, "E"),  # by the tax of the seller
        (DE, GERMAN, "exempt", EMBASSY, "E"),
        (DE, Buyer("ES", "35001"), "electronic", certificate("embassy", "ES"), "O"),
        (IN, Buyer("IN", region="KA"), "goods", certificate("embassy", "IN"), "E"),
        (replace(DE, small_business=True), GERMAN, "electronic", EMBASSY, "E"),
        # Its days, the first and the last among them.
        (DE, GERMAN, "goods", certificate("embassy", "DE", since=DAY + timedelta(1)), "S"),
        (DE, GERMAN, "goods", certificate("embassy", "DE", until=DAY - timedelta(1)), "S"),
    ],
)
def test_there_and_then_alone(
    seller: Seller, buyer: Buyer, kind: Kind, exemption: Exemption, category: str
) -> None:
    found = decide(seller, replace(buyer, exemptions=(exemption,)), kind, DAY, RATES)
    without = decide(seller, buyer, kind, DAY, RATES)
    assert found.category == category
    assert found == without if found.exemption is None else found.rate == 0


@pytest.mark.parametrize(
    ("seller", "buyer", "exemption", "vatex", "says"),
    [
        (DE, GERMAN, EMBASSY, "VATEX-EU-151-1A", "diplomatic mission (a law)"),
        (DE, GERMAN, certificate("charity", "DE"), "", "exempt organisation (a law)"),
        (US, TEXAN, certificate("embassy", "US"), "", "diplomatic mission (a law)"),
        (US, TEXAN, RESALE, "", "for resale (a law)"),
    ],
)
def test_the_invoice_says_why(
    seller: Seller, buyer: Buyer, exemption: Exemption, vatex: str, says: str
) -> None:
    found = decide(seller, replace(buyer, exemptions=(exemption,)), "goods", DAY, RATES)
    assert (found.vatex, says in found.words, found.exemption) == (vatex, True, exemption)


def test_of_several_the_one_that_ends_last() -> None:
    longer = certificate("charity", "DE", until=DAY + timedelta(9))
    buyer = replace(GERMAN, exemptions=(EMBASSY, longer, RESALE))
    assert decide(DE, buyer, "goods", DAY, RATES).exemption == longer
