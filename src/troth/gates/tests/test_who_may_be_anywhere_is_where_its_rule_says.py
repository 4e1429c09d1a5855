"""Of a recipient that works nobody knows where, the countries of its rule are looked at."""

from dataclasses import replace

import pytest

from troth.gates.recipient import uncovered
from troth.policy.countries import ANY
from troth.testing import make
from troth.testing.third_party import PLAID

RULE = """
[share.anywhere]
name = "Anywhere"
role = "processor"
function = "delivers"
country = "%s"
receives = ["identity"]
"""


@pytest.mark.parametrize(("country", "lacks"), [("DE", False), ("IN", True)])
def test_far_from_the_provider_it_says_how_data_is_protected(country: str, lacks: bool) -> None:
    policy = make.changed("ispsystem", rules=RULE % country)
    assert policy.tables.provider.country == "CY"
    to = replace(PLAID, name="anywhere", country=ANY)
    said = [line for line in uncovered(to, policy.tables) if "may protect less" in line]
    assert bool(said) is lacks
