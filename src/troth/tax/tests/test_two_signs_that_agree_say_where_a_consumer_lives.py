"""Where a consumer lives: the address, and what agrees with it; sealed are kinds and countries."""

import pytest

from troth.tax.evidence import Kind, UnprovenError, evidence


@pytest.mark.parametrize(
    ("found", "two", "sealed"),
    [
        ({"billing": "DE", "ip": "DE"}, True, "billing address DE, IP address DE"),
        (
            {"billing": "DE", "ip": "FR", "bank": "DE"},
            True,
            "billing address DE, bank DE, not IP address FR",
        ),
        ({"billing": "MC", "phone": "fr", "ip": ""}, True, "billing address FR, telephone FR"),
        ({"billing": "DE"}, False, "billing address DE"),
        ({"billing": "DE", "phone": "FR"}, False, "billing address DE"),
    ],
)
def test_it_is_proved(found: dict[Kind, str], two: bool, sealed: str) -> None:
    assert evidence(found, two=two).sealed == sealed


@pytest.mark.parametrize("two", [False, True])
@pytest.mark.parametrize(
    "found", [{}, {"billing": "DE", "ip": "FR"}, {"billing": "DE", "ip": "FR", "bank": "FR"}]
)
def test_what_contradicts_has_somebody_ask(found: dict[Kind, str], two: bool) -> None:
    with pytest.raises(UnprovenError):
        evidence(found, two=two)


@pytest.mark.parametrize("found", [{"billing": "DE"}, {"billing": "DE", "phone": "FR"}])
def test_one_alone_is_too_little_where_two_are_needed(found: dict[Kind, str]) -> None:
    with pytest.raises(UnprovenError, match="Only the address"):
        evidence(found, two=True)
