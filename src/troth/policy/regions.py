"""The regions whose laws give people rights of their own, by the codes of ISO 3166 in each."""

from collections.abc import Iterable

EEA = frozenset(
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
)  # fmt: skip
PLACES = {
    "eea": EEA,
    "uk": frozenset({"GB"}),
    "switzerland": frozenset({"CH"}),
    "usa": frozenset({"US"}),
    "california": frozenset({"US-CA"}),
    "colorado": frozenset({"US-CO"}),
    "connecticut": frozenset({"US-CT"}),
    "texas": frozenset({"US-TX"}),
    "utah": frozenset({"US-UT"}),
    "virginia": frozenset({"US-VA"}),
    "australia": frozenset({"AU"}),
    "brazil": frozenset({"BR"}),
    "canada": frozenset({"CA"}),
    "india": frozenset({"IN"}),
}


def lies_in(home: str, regions: Iterable[str]) -> bool:
    """Whether a home, such as "DE" or "US-CA", lies in one of the regions."""
    return any(not {home, home.partition("-")[0]}.isdisjoint(PLACES[each]) for each in regions)
