"""What protects data abroad is signed before it goes there, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.share import Told, UnsignedError
from troth.testing import make, third_party
from troth.testing.third_party import PLAID, StandIn

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = 'name = "Google Inc."\nrole = "processor"\nfunction = "web analytics"\ncountry = "US"\n'
GOOGLE = replace(PLAID, name="google", title="Google Inc.", receives=frozenset({"device"}))


@pytest.fixture(autouse=True)
def switched_on(settings: Settings) -> Iterator[None]:
    settings.THIRD_PARTIES = third_party.SETTING
    yield
    third_party.ON.clear()


def is_told(country: str, rule: str) -> bool:
    """Whether one is told something that works in a country, by a rule with more to it."""
    make.in_force(make.changed("ispsystem", (PLACE, rule)), at=timezone.now())
    for kind in ("confidentiality", "instructions"):
        named = ["improvement"] if kind == "instructions" else []
        enter_undertaking("google", kind, date(2026, 1, 2), purposes=named, at=timezone.now())
    google = StandIn(replace(GOOGLE, country=country))
    third_party.ON[:] = [google]
    try:
        google.tell(make.account(), Told("device", "Firefox"), at=timezone.now())
    except UnsignedError:
        return False
    return True


@pytest.mark.parametrize(
    ("country", "rule", "goes"),
    [
        ("US", PLACE, False),
        ("US", f'{PLACE}transfer = ["dpf"]\n', True),
        ("US", f'{PLACE}transfer = ["scc"]\n', False),
        ("DE", PLACE.replace('"US"', '["US", "DE"]'), True),
        ("US", PLACE.replace('"US"', '["US", "DE"]'), False),
    ],
)
def test_where_the_law_protects_less(country: str, rule: str, goes: bool) -> None:
    assert is_told(country, rule) is goes
