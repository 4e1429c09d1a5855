"""Whoever sells what to whom: one answer, whole and in keeping with EN 16931, or one line."""

from datetime import date
from itertools import product

from troth.core.errors import TrothError
from troth.policy.countries import ANY, COUNTRIES
from troth.tax.decide import Buyer, Seller, Treatment, decide
from troth.tax.table import KINDS

DAY = date(2026, 6, 15)
WORLD = [code for code in COUNTRIES if code != ANY]
SOME = ["DE", "FR", "ES", "PT", "GB", "CH", "NO", "IN", "US", "AU", "AX", "MC"]
RATES = {(place, "standard"): 20_0000 for place in [*WORLD, "XI"]}
SELLERS = [
    Seller(country, "XX", one_stop_shop=oss, small_business=small)
    for country, oss, small in product(SOME, [False, True], [False, True])
]
BUYERS = [
    Buyer(country, region="XX", business=business, number="valid" if business else "none")
    for country, business in product(WORLD, [False, True])
]


def test_every_pair_of_countries_has_an_answer() -> None:
    near = [buyer for buyer in BUYERS if buyer.country in SOME]
    world = [Seller(country, "XX") for country in WORLD]
    pairs = {*product(SELLERS, near), *product(SELLERS[::4], BUYERS), *product(world, near[:8])}
    for (seller, buyer), kind in product(pairs, KINDS):
        try:
            found = decide(seller, buyer, kind, DAY, RATES)
        except TrothError as refusal:
            assert "\n" not in str(refusal)
        else:
            check(found)


def check(found: Treatment) -> None:
    """What EN 16931 asks of a category: BR-S-05, BR-Z-05, BR-E-05 and 10, BR-AE-05 and so on."""
    assert (found.rate > 0) == (found.category == "S")
    assert bool(found.words) == (found.category != "S")
    assert found.law
    assert found.country in COUNTRIES or found.country == "XI"
