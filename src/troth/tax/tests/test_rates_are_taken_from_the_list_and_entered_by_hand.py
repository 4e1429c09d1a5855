"""`troth tax rates` fills the rates from today on; staff enter others, which stay theirs."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from troth.cli import main
from troth.tax.models import Rate
from troth.tax.rates import rates_on
from troth.testing import make

pytestmark = pytest.mark.django_db

TODAY, YESTERDAY, LATER = date(2026, 6, 15), date(2026, 6, 14), date(2027, 1, 1)


@pytest.fixture(autouse=True)
def today(time_machine: time_machine.TimeMachineFixture) -> None:
    time_machine.move_to(make.NOW)
    make.in_force()


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.staff("billing"))
    return client


def entered(place: str, percent: str, valid_from: date, kind: str = "standard") -> dict[str, str]:
    day = valid_from.isoformat()
    return {"place": place, "kind": kind, "percent": percent, "valid_from": day}


def test_the_list_holds_from_today_on_and_is_taken_once() -> None:
    assert main(["tax", "rates"]) == 0
    rates = rates_on(TODAY)
    assert rates["DE", "standard"] == 19_0000
    assert rates["FI", "standard"] == 25_5000
    assert rates["PT-20", "standard"] == 16_0000
    assert rates_on(YESTERDAY) == {}
    rows = Rate.objects.count()
    assert main(["tax", "rates"]) == 0
    assert Rate.objects.count() == rows


def test_what_staff_enter_holds_from_its_day_on_and_the_list_leaves_it(
    desk: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["tax", "rates"])
    for row in (
        entered("DE", "20.5", LATER),
        entered("US-TX", "8.25", TODAY, "electronic"),
        entered("DE", "18", TODAY),
        entered("US-NJ", "6.625", TODAY),
    ):
        assert desk.post("/desk/taxes/", row).status_code == 302
    assert main(["tax", "rates"]) == 1
    assert "DE: the 18% entered by hand stay" in capsys.readouterr().out
    assert rates_on(TODAY)["DE", "standard"] == 18_0000
    assert rates_on(TODAY)["US-TX", "electronic"] == 8_2500
    assert rates_on(LATER)["DE", "standard"] == 20_5000
    page = desk.get("/desk/taxes/").content.decode()
    assert all(f"{rate}%" in page for rate in ("18", "20.5", "8.25", "6.625"))
    page = desk.get("/desk/taxes/", headers={"Accept-Language": "de"}).content.decode()
    assert "6,625\u00a0%" in page


@pytest.mark.parametrize(
    ("typed", "place"),
    [("US-tx", "US-TX"), (" us-TX", "US-TX"), ("de-HELIGOLAND", "DE-Heligoland"), ("xi", "XI")],
)
def test_a_place_is_known_in_any_letters(desk: Client, typed: str, place: str) -> None:
    assert desk.post("/desk/taxes/", entered(typed, "8.25", TODAY)).status_code == 302
    assert rates_on(TODAY) == {(place, "standard"): 8_2500}


@pytest.mark.parametrize(
    "wrong",
    [
        entered("DE", "19", YESTERDAY),
        entered("QQ", "19", TODAY),
        entered("DE", "101", TODAY),
        entered("DE", "-1", TODAY),
        entered("DE", "19.00001", TODAY),
        entered("US-NY", "8 7/8", TODAY),
        entered("DE", "19", TODAY, "books"),
    ],
)
def test_what_is_no_rate_is_not_entered(desk: Client, wrong: dict[str, str]) -> None:
    assert desk.post("/desk/taxes/", wrong).status_code == 200
    assert not Rate.objects.exists()
