"""Of the signs by which a country is known two must agree; kept are their kinds and countries."""

import pytest

from troth.tax.decide import TaxError
from troth.tax.evidence import Evidence, Kind, evidence


@pytest.mark.parametrize(
    ("found", "sealed"),
    [
        ({"billing": "DE", "ip": "DE"}, Evidence("DE", ("billing", "ip"))),
        (
            {"billing": "FR", "ip": "DE", "bank": "DE"},
            Evidence("DE", ("ip", "bank"), (("billing", "FR"),)),
        ),
        ({"billing": "MC", "phone": "fr", "ip": ""}, Evidence("FR", ("billing", "phone"))),
    ],
)
def test_two_agree(found: dict[Kind, str], sealed: Evidence) -> None:
    assert evidence(found) == sealed


@pytest.mark.parametrize("found", [{}, {"billing": "DE"}, {"billing": "DE", "ip": "FR"}])
def test_without_two_somebody_has_to_ask(found: dict[Kind, str]) -> None:
    with pytest.raises(TaxError, match="No two signs"):
        evidence(found)
