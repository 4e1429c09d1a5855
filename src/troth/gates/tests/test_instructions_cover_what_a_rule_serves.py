"""A recipient that acts by instructions is told nothing for a purpose that they do not name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.cli import main
from troth.gates.end_undertaking import end_undertaking
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.share import NotSharedError, Told, UnsignedError
from troth.testing import make, third_party
from troth.testing.third_party import PLAID, StandIn

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = '[share.google]\nname = "Google Inc."\n'
SIGNED = date(2026, 1, 2)


@pytest.fixture
def google(settings: Settings) -> Iterator[StandIn]:
    settings.THIRD_PARTIES = third_party.SETTING
    made = StandIn(
        replace(PLAID, name="google", title="Google Inc.", receives=frozenset({"device"}))
    )
    third_party.ON[:] = [made]
    serves = f'{TITLE}purposes = ["improvement", "administration"]\n'
    make.in_force(make.changed("ispsystem", (TITLE, serves)))
    for kind in ("confidentiality", "safeguards"):
        enter_undertaking("google", kind, SIGNED, at=timezone.now())
    yield made
    third_party.ON.clear()


def instructs(*purposes: str, signed: date = SIGNED) -> int:
    entered = enter_undertaking(
        "google", "instructions", signed, purposes=purposes, at=timezone.now()
    )
    return entered.pk


def is_told(google: StandIn) -> str:
    """Blank, or what is missing."""
    try:
        google.tell(make.account(), Told("device", "Firefox"), at=timezone.now())
    except NotSharedError as error:
        assert isinstance(error, UnsignedError)
        return str(error)
    return ""


def test_until_every_purpose_is_named(google: StandIn) -> None:
    assert "before this is on record: our written instructions. Enter" in is_told(google)
    instructs("improvement", "marketing")
    words = make.policy("ispsystem").tables.purpose["administration"].description
    assert f"our written instructions that name this too: {words}." in is_told(google)
    number = instructs("administration", signed=date(2026, 2, 3))
    assert not is_told(google)
    end_undertaking(number, at=timezone.now())
    assert words in is_told(google)


def test_staff_and_commands_say_which(google: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    instructs("improvement")
    words = make.policy("ispsystem").tables.purpose["administration"].description
    desk = Client()
    desk.force_login(make.staff("privacy"))
    page = " ".join(desk.get("/desk/recipients/").content.decode().split())
    assert f"Missing: our written instructions that name this too: {words}." in page
    assert main(["recipients", "list"]) == 1
    assert (
        "google: switched on; missing: instructions for administration" in capsys.readouterr().out
    )


def test_a_rule_that_names_no_purpose_takes_any(google: StandIn) -> None:
    make.in_force("ispsystem", at=timezone.now())
    instructs("improvement")
    assert not is_told(google)


def test_what_is_entered_later_counts_from_then(google: StandIn) -> None:
    before = timezone.now()
    instructs("improvement", "administration")
    assert not is_told(google)
    with pytest.raises(UnsignedError):
        google.tell(make.account(), Told("device", "Firefox"), at=before)
