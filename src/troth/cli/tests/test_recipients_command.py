import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from troth.cli import main
from troth.gates.models import Undertaking
from troth.journal.models import Entry
from troth.testing import make, third_party
from troth.testing.third_party import PLAID, StandIn

pytestmark = pytest.mark.django_db(transaction=True)

ENTER = ["recipients", "enter", "google", "instructions", "--signed", "2026-01-02"]


@pytest.fixture(autouse=True)
def google(settings: Settings) -> Iterator[None]:
    settings.THIRD_PARTIES = third_party.SETTING
    third_party.ON[:] = [StandIn(replace(PLAID, name="google", title="Google Inc."))]
    make.in_force("ispsystem")
    yield
    third_party.ON.clear()


def listed(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = main(["recipients", "list", "--json"])
    rows = json.loads(capsys.readouterr().out)
    return code, next(row for row in rows if row["recipient"] == "google")


def test_enter_list_end(capsys: pytest.CaptureFixture[str]) -> None:
    code, row = listed(capsys)
    assert code == 1 and row["missing"] == ["instructions", "confidentiality", "safeguards"]
    for _twice in range(2):
        assert main([*ENTER, "--purposes", "improvement", "--note", "binder 3"]) == 0
    for kind in ("confidentiality", "safeguards"):
        assert main(["recipients", "enter", "google", kind, "--signed", "2026-01-02"]) == 0
    capsys.readouterr()
    code, row = listed(capsys)
    assert code == 0 and row["missing"] == [] and Undertaking.objects.count() == 3
    number = Undertaking.objects.get(kind="instructions").pk
    for _twice in range(2):
        assert main(["recipients", "end", str(number)]) == 0
    capsys.readouterr()
    assert listed(capsys)[1]["missing"] == ["instructions"]
    noted = Entry.objects.filter(event__startswith="undertaking.", rule="share.google")
    assert [each.event.partition(".")[2] for each in noted.order_by("pk")] == [
        *["entered"] * 3,
        "ended",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*ENTER], "Instructions name their purposes"),
        ([*ENTER, "--purposes", "resale"], "no such purpose: resale"),
        (["recipients", "enter", "nobody", "agreement", "--signed", "2026-01-02"], "no such recip"),
        (["recipients", "enter", "google", "promise", "--signed", "2026-01-02"], "no such kind"),
        (["recipients", "enter", "google", "agreement", "--signed", "2999-01-01"], "entered then"),
        (["recipients", "end", "999"], "no undertaking of this number"),
    ],
)
def test_what_is_not_taken(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1
    assert not Undertaking.objects.exists()
