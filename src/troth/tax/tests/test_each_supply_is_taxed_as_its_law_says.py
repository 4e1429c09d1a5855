"""One line a case: who sells, to whom, what, and how that is taxed by which law."""

from datetime import date

import pytest

from troth.core.percent import of_hundred
from troth.tax.decide import Buyer, Seller, TaxError, Treatment, decide
from troth.tax.table import Kind

DAY = date(2026, 6, 15)
STANDARD = {
    **{"AT": 20_0000, "AT-Jungholz": 19_0000, "CH": 8_1000, "DE": 19_0000, "ES": 21_0000},
    **{"FI": 25_5000, "FR": 20_0000, "GB": 20_0000, "IN": 18_0000, "NO": 25_0000, "PT": 23_0000},
    **{"PT-20": 16_0000, "RE": 8_5000, "US-NJ": 6_6250, "US-TX": 8_2500, "US-OR": 0, "XI": 20_0000},
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
        (DE, consumer("DE"), "electronic", "S DE 19"),
        (DE, business("DE", "valid"), "goods", "S DE 19"),
        (DE, business("DE", "pending"), "goods", "S DE 19"),
        (DE, consumer("DE"), "exempt", "E DE 0"),
        (SMALL, consumer("DE"), "electronic", "E DE 0"),
        # To a business in another.
        (DE, business("AT", "valid"), "electronic", "AE AT 0"),
        (SMALL, business("AT", "valid"), "standard", "AE AT 0"),
        (DE, business("AT", "valid"), "goods", "K AT 0"),
        (SMALL, business("AT", "valid"), "goods", "E AT 0"),
        (DE, business("AT", "valid", "DE"), "goods", "S DE 19 !"),
        (OSS, business("AT", "invalid"), "electronic", "S AT 20"),
        (OSS, business("AT"), "electronic", "S AT 20"),
        (DE, business("GR", "valid", "EL"), "electronic", "AE GR 0"),
        # To a consumer in another.
        (OSS, consumer("AT"), "electronic", "S AT 20"),
        (OSS, consumer("AT"), "goods", "S AT 20"),
        (OSS, consumer("AT"), "standard", "S DE 19"),
        (DE, consumer("AT"), "electronic", "S DE 19 !"),
        (Seller("DE", registered=frozenset({"AT"})), consumer("AT"), "goods", "S AT 20"),
        (SMALL, consumer("AT"), "electronic", "E AT 0"),
        # Places that are not where they seem.
        (OSS, consumer("ES", "35001"), "electronic", "O ES 0"),
        (Seller("ES"), consumer("ES", "38001"), "electronic", "O ES 0"),
        (DE, consumer("ES", "51001"), "goods", "G ES 0"),
        (DE, consumer("ES", "52001"), "goods", "G ES 0"),
        (DE, business("FI", "valid", postcode="22100"), "electronic", "O AX 0"),
        (Seller("FI"), consumer("FI", "22100"), "electronic", "S AX 25.5"),
        (Seller("FI"), consumer("AX"), "goods", "G AX 0"),
        (DE, consumer("IT", "23041"), "electronic", "O IT 0"),
        (DE, consumer("IT", "22061"), "electronic", "O IT 0"),
        (DE, consumer("DE", "78266"), "electronic", "O CH 0 !"),
        (Seller("CH"), consumer("DE", "D-78266"), "electronic", "S CH 8.1"),
        (DE, consumer("DE", "27498"), "goods", "G DE 0"),
        (DE, consumer("GR", "630 86"), "electronic", "O GR 0"),
        (DE, consumer("FR", "97400"), "electronic", "O RE 0"),
        (Seller("FR"), consumer("RE"), "electronic", "S RE 8.5"),
        (Seller("FR"), consumer("FR", "97300"), "electronic", "O GF 0"),
        (OSS, consumer("MC", "98000"), "electronic", "S FR 20"),
        (Seller("GB"), consumer("IM", "IM1 1AA"), "electronic", "S GB 20"),
        (DE, consumer("GB", "JE2 3AB"), "electronic", "O JE 0"),
        (OSS, consumer("PT", "9500-321"), "electronic", "S PT 16"),
        (OSS, consumer("AT", "6992"), "electronic", "S AT 19"),
        (DE, business("GB", "valid", "XI", postcode="BT1 5GS"), "goods", "K XI 0"),
        (OSS, consumer("GB", "BT1 5GS"), "goods", "S XI 20"),
        (DE, business("GB", "valid", "XI", postcode="BT1 5GS"), "electronic", "O GB 0"),
        (Seller("GB"), consumer("GB", "BT1 5GS"), "goods", "S GB 20"),
        # Out of the Union.
        (DE, business("US"), "electronic", "O US 0"),
        (DE, consumer("US"), "electronic", "O US 0"),
        (DE, consumer("US"), "standard", "S DE 19"),
        (DE, consumer("US"), "goods", "G US 0"),
        (DE, consumer("CH"), "electronic", "O CH 0 !"),
        (DE, consumer("NO"), "electronic", "O NO 0 !"),
        (Seller("DE", registered=frozenset({"NO"})), consumer("NO"), "electronic", "S NO 25"),
        (Seller("DE", registered=frozenset({"GB"})), consumer("GB"), "electronic", "S GB 20"),
        # Sellers outside of it.
        (Seller("GB"), consumer("GB"), "electronic", "S GB 20"),
        (Seller("GB"), business("DE", "pending"), "electronic", "O DE 0"),
        (Seller("GB", one_stop_shop=True), consumer("DE"), "electronic", "S DE 19"),
        (Seller("GB"), consumer("DE"), "standard", "S GB 20"),
        (Seller("GB"), consumer("DE"), "goods", "G DE 0"),
        (Seller("GB", small_business=True), consumer("GB"), "electronic", "O GB 0"),
        (Seller("CH"), consumer("LI"), "electronic", "S CH 8.1"),
        (Seller("CH"), business("DE"), "electronic", "O DE 0"),
        (Seller("NO"), consumer("NO"), "standard", "S NO 25"),
        (Seller("NO"), consumer("US"), "electronic", "G US 0"),
        (Seller("US", "TX"), consumer("US", region="TX"), "electronic", "S US 8.25"),
        (Seller("US", "TX"), consumer("US", region="NJ"), "electronic", "S US 6.625"),
        (Seller("US", "TX"), consumer("US", region="OR"), "electronic", "O US 0"),
        (Seller("US", "TX"), consumer("US", region="WA"), "electronic", "O US 0 !"),
        (Seller("US", "TX"), business("DE"), "electronic", "O DE 0"),
        (Seller("IN", "KA"), consumer("IN", region="MH"), "electronic", "S IN 18 IGST 18"),
        (Seller("IN", "KA"), consumer("IN", region="KA"), "goods", "S IN 18 CGST 9 SGST 9"),
        (Seller("IN", "CH"), consumer("IN", region="CH"), "goods", "S IN 18 CGST 9 UTGST 9"),
        (Seller("IN", "KA"), business("DE"), "electronic", "G DE 0"),
        (Seller("AU"), business("DE"), "electronic", "O DE 0 !"),
    ],
)
def test_a_supply(seller: Seller, buyer: Buyer, kind: Kind, treatment: str) -> None:
    assert told(decide(seller, buyer, kind, DAY, RATES)) == treatment


def told(found: Treatment) -> str:
    parts = [f"{name} {of_hundred(rate)}" for name, rate in found.parts]
    caution = ["!"] if found.caution else []
    rate = str(of_hundred(found.rate))
    return " ".join([found.category, found.country, rate, *parts, *caution])


@pytest.mark.parametrize(
    ("seller", "buyer", "kind", "day", "says"),
    [
        (DE, business("AT", "pending"), "electronic", DAY, "still being checked"),
        (DE, consumer("GB"), "electronic", DAY, "United Kingdom"),
        (DE, consumer("IN"), "electronic", DAY, "India"),
        (Seller("CH"), consumer("FR"), "electronic", DAY, "France"),
        (Seller("IN"), consumer("IN"), "goods", DAY, "name them"),
        (Seller("AU"), consumer("AU"), "electronic", DAY, "No rate of tax is known for AU"),
        (DE, consumer(""), "electronic", DAY, "The tax depends on the country"),
        (DE, consumer("QQ"), "electronic", DAY, "The tax depends on the country"),
        (DE, consumer("DE"), "electronic", date(2021, 6, 30), "before 2021-07-01"),
    ],
)
def test_what_nobody_can_say_is_refused_in_a_line(
    seller: Seller, buyer: Buyer, kind: Kind, day: date, says: str
) -> None:
    with pytest.raises(TaxError, match=says):
        decide(seller, buyer, kind, day, RATES)


def test_the_first_day_of_these_rules_is_known() -> None:
    assert decide(DE, consumer("DE"), "electronic", date(2021, 7, 1), RATES).rate == 19_0000


def test_a_kind_of_supply_may_have_a_rate_of_its_own() -> None:
    rates = RATES | {("DE", "goods"): 7_0000}
    assert decide(DE, consumer("DE"), "goods", DAY, rates).rate == 7_0000
    assert decide(DE, consumer("DE"), "electronic", DAY, rates).rate == 19_0000


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
