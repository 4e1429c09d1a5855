"""One line a case: who sells, to whom, what, and how that is taxed by which law."""

from datetime import date

import pytest

from troth.tax.decide import Buyer, Seller, TaxError, Treatment, decide
from troth.tax.table import Kind

DAY = date(2026, 6, 15)
STANDARD = {
    **{"AT": 2000, "AT-Jungholz": 1900, "CH": 810, "DE": 1900, "ES": 2100, "FI": 2550},
    **{"FR": 2000, "GB": 2000, "IN": 1800, "NO": 2500, "PT": 2300, "PT-20": 1600, "RE": 850},
    **{"US-TX": 825, "US-OR": 0, "XI": 2000},
}
RATES = {(place, "standard"): rate for place, rate in STANDARD.items()}

DE = Seller("DE")
OSS = Seller("DE", one_stop_shop=True)
SMALL = Seller("DE", small_business=True)


def consumer(country: str, postcode: str = "", region: str = "") -> Buyer:
    return Buyer(country, postcode, region)


def business(country: str, number: str = "none", number_country: str = "", **where: str) -> Buyer:
    return Buyer(country, business=True, number=number, number_country=number_country, **where)  # type: ignore[arg-type]  # words of the table below


@pytest.mark.parametrize(
    ("seller", "buyer", "kind", "treatment"),
    [
        # Within one state of the Union.
        (DE, consumer("DE"), "electronic", "S DE 1900"),
        (DE, business("DE", "valid"), "goods", "S DE 1900"),
        (DE, business("DE", "pending"), "goods", "S DE 1900"),
        (DE, consumer("DE"), "exempt", "E DE 0"),
        (SMALL, consumer("DE"), "electronic", "E DE 0"),
        # To a business in another.
        (DE, business("AT", "valid"), "electronic", "AE AT 0"),
        (SMALL, business("AT", "valid"), "standard", "AE AT 0"),
        (DE, business("AT", "valid"), "goods", "K AT 0"),
        (SMALL, business("AT", "valid"), "goods", "E AT 0"),
        (DE, business("AT", "valid", "DE"), "goods", "S DE 1900 !"),
        (OSS, business("AT", "invalid"), "electronic", "S AT 2000"),
        (OSS, business("AT"), "electronic", "S AT 2000"),
        (DE, business("GR", "valid", "EL"), "electronic", "AE GR 0"),
        # To a consumer in another.
        (OSS, consumer("AT"), "electronic", "S AT 2000"),
        (OSS, consumer("AT"), "goods", "S AT 2000"),
        (OSS, consumer("AT"), "standard", "S DE 1900"),
        (DE, consumer("AT"), "electronic", "S DE 1900 !"),
        (Seller("DE", registered=frozenset({"AT"})), consumer("AT"), "goods", "S AT 2000"),
        (SMALL, consumer("AT"), "electronic", "E AT 0"),
        # Places that are not where they seem.
        (OSS, consumer("ES", "35001"), "electronic", "O ES 0"),
        (Seller("ES"), consumer("ES", "38001"), "electronic", "O ES 0"),
        (DE, consumer("ES", "51001"), "goods", "G ES 0"),
        (DE, consumer("ES", "52001"), "goods", "G ES 0"),
        (DE, business("FI", "valid", postcode="22100"), "electronic", "O AX 0"),
        (Seller("FI"), consumer("FI", "22100"), "electronic", "S AX 2550"),
        (Seller("FI"), consumer("AX"), "goods", "G AX 0"),
        (DE, consumer("IT", "23041"), "electronic", "O IT 0"),
        (DE, consumer("IT", "22061"), "electronic", "O IT 0"),
        (DE, consumer("DE", "78266"), "electronic", "O CH 0 !"),
        (Seller("CH"), consumer("DE", "D-78266"), "electronic", "S CH 810"),
        (DE, consumer("DE", "27498"), "goods", "G DE 0"),
        (DE, consumer("GR", "630 86"), "electronic", "O GR 0"),
        (DE, consumer("FR", "97400"), "electronic", "O RE 0"),
        (Seller("FR"), consumer("RE"), "electronic", "S RE 850"),
        (Seller("FR"), consumer("FR", "97300"), "electronic", "O GF 0"),
        (OSS, consumer("MC", "98000"), "electronic", "S FR 2000"),
        (Seller("GB"), consumer("IM", "IM1 1AA"), "electronic", "S GB 2000"),
        (DE, consumer("GB", "JE2 3AB"), "electronic", "O JE 0"),
        (OSS, consumer("PT", "9500-321"), "electronic", "S PT 1600"),
        (OSS, consumer("AT", "6992"), "electronic", "S AT 1900"),
        (DE, business("GB", "valid", "XI", postcode="BT1 5GS"), "goods", "K XI 0"),
        (OSS, consumer("GB", "BT1 5GS"), "goods", "S XI 2000"),
        (DE, business("GB", "valid", "XI", postcode="BT1 5GS"), "electronic", "O GB 0"),
        (Seller("GB"), consumer("GB", "BT1 5GS"), "goods", "S GB 2000"),
        # Out of the Union.
        (DE, business("US"), "electronic", "O US 0"),
        (DE, consumer("US"), "electronic", "O US 0"),
        (DE, consumer("US"), "standard", "S DE 1900"),
        (DE, consumer("US"), "goods", "G US 0"),
        (DE, consumer("CH"), "electronic", "O CH 0 !"),
        (DE, consumer("NO"), "electronic", "O NO 0 !"),
        (Seller("DE", registered=frozenset({"NO"})), consumer("NO"), "electronic", "S NO 2500"),
        (Seller("DE", registered=frozenset({"GB"})), consumer("GB"), "electronic", "S GB 2000"),
        # Sellers outside of it.
        (Seller("GB"), consumer("GB"), "electronic", "S GB 2000"),
        (Seller("GB"), business("DE", "pending"), "electronic", "O DE 0"),
        (Seller("GB", one_stop_shop=True), consumer("DE"), "electronic", "S DE 1900"),
        (Seller("GB"), consumer("DE"), "standard", "S GB 2000"),
        (Seller("GB"), consumer("DE"), "goods", "G DE 0"),
        (Seller("GB", small_business=True), consumer("GB"), "electronic", "O GB 0"),
        (Seller("CH"), consumer("LI"), "electronic", "S CH 810"),
        (Seller("CH"), business("DE"), "electronic", "O DE 0"),
        (Seller("NO"), consumer("NO"), "standard", "S NO 2500"),
        (Seller("NO"), consumer("US"), "electronic", "G US 0"),
        (Seller("US", "TX"), consumer("US", region="TX"), "electronic", "S US 825"),
        (Seller("US", "TX"), consumer("US", region="OR"), "electronic", "O US 0"),
        (Seller("US", "TX"), consumer("US", region="WA"), "electronic", "O US 0 !"),
        (Seller("US", "TX"), business("DE"), "electronic", "O DE 0"),
        (Seller("IN", "KA"), consumer("IN", region="MH"), "electronic", "S IN 1800 IGST 1800"),
        (Seller("IN", "KA"), consumer("IN", region="KA"), "goods", "S IN 1800 CGST 900 SGST 900"),
        (Seller("IN", "CH"), consumer("IN", region="CH"), "goods", "S IN 1800 CGST 900 UTGST 900"),
        (Seller("IN", "KA"), business("DE"), "electronic", "G DE 0"),
        (Seller("AU"), business("DE"), "electronic", "O DE 0 !"),
    ],
)
def test_a_supply(seller: Seller, buyer: Buyer, kind: Kind, treatment: str) -> None:
    assert told(decide(seller, buyer, kind, DAY, RATES)) == treatment


def told(found: Treatment) -> str:
    parts = [f"{name} {rate}" for name, rate in found.parts]
    caution = ["!"] if found.caution else []
    return " ".join([found.category, found.country, str(found.rate), *parts, *caution])


@pytest.mark.parametrize(
    ("seller", "buyer", "kind", "day", "says"),
    [
        (DE, business("AT", "pending"), "electronic", DAY, "still being checked"),
        (DE, consumer("GB"), "electronic", DAY, "United Kingdom"),
        (DE, consumer("IN"), "electronic", DAY, "India"),
        (Seller("CH"), consumer("FR"), "electronic", DAY, "France"),
        (Seller("IN"), consumer("IN"), "goods", DAY, "name them"),
        (Seller("AU"), consumer("AU"), "electronic", DAY, "No rate of tax is known for AU"),
        (DE, consumer(""), "electronic", DAY, "Without a country"),
        (DE, consumer("QQ"), "electronic", DAY, "Without a country"),
        (DE, consumer("DE"), "electronic", date(2021, 6, 30), "before 2021-07-01"),
    ],
)
def test_what_nobody_can_say_is_refused_in_a_line(
    seller: Seller, buyer: Buyer, kind: Kind, day: date, says: str
) -> None:
    with pytest.raises(TaxError, match=says):
        decide(seller, buyer, kind, day, RATES)


def test_the_first_day_of_these_rules_is_known() -> None:
    assert decide(DE, consumer("DE"), "electronic", date(2021, 7, 1), RATES).rate == 1900


def test_a_kind_of_supply_may_have_a_rate_of_its_own() -> None:
    rates = RATES | {("DE", "goods"): 700}
    assert decide(DE, consumer("DE"), "goods", DAY, rates).rate == 700
    assert decide(DE, consumer("DE"), "electronic", DAY, rates).rate == 1900


@pytest.mark.parametrize(
    ("seller", "law", "vatex"),
    [
        (Seller("FR", small_business=True), "Art. 293 B CGI", "VATEX-FR-FRANCHISE"),
        (SMALL, "§ 19 UStG", ""),
        (Seller("BE", small_business=True), "Directive 2006/112/EC Art. 284", ""),
    ],
)
def test_a_small_business_names_the_law_of_its_country(
    seller: Seller, law: str, vatex: str
) -> None:
    found = decide(seller, consumer(seller.country), "electronic", DAY, RATES)
    assert law in found.words
    assert found.vatex == vatex
