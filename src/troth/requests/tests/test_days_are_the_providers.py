"""A provider's day is a day where they work, whatever the day in UTC."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

import troth
from troth.accounts.models import Signin
from troth.copies.activity import about_person, months, of_month, page_of
from troth.core.day import day_at, moment, night_begins, start_of
from troth.core.errors import UsageError
from troth.core.setting import time_zone
from troth.erasure import tasks
from troth.erasure.keep import keep
from troth.erasure.wait import wait_until
from troth.journal.models import Entry
from troth.publishing.running import policy_on
from troth.requests.clock import days_left
from troth.requests.models import RightsRequest
from troth.requests.tests.test_staff_note_requests_of_every_channel import FORM
from troth.testing import make

PACKAGE = Path(troth.__file__).parent
MORNING = datetime(2026, 6, 14, 20, tzinfo=UTC)  # of the 15th in Auckland
EVENING = datetime(2026, 6, 16, 3, tzinfo=UTC)  # of the 15th in Los Angeles
DAY = date(2026, 6, 15)
PLACES = [("Pacific/Auckland", MORNING), ("America/Los_Angeles", EVENING)]

Clock = Callable[[datetime], None]


@pytest.fixture(params=PLACES, ids=[place for place, _at in PLACES])
def at(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> datetime:
    """Now: a moment of the provider's 15 June, which is another day in UTC."""
    settings.TIME_ZONE, now = request.param
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_a_request_comes_on_a_day_of_theirs(at: datetime, client: Client) -> None:
    make.in_force("softsys")
    client.force_login(make.staff("privacy"))
    asked = FORM | {"channel": "email"}
    page = client.get("/desk/requests/new/").content.decode()
    assert 'value="2026-06-15"' in page
    told = asked | {"came_on": "2026-06-16"}
    assert "still to come" in client.post("/desk/requests/new/", told).content.decode()
    for came, at_least in ((DAY, at), (DAY - timedelta(days=1), start_of(DAY) - timedelta(days=1))):
        client.post("/desk/requests/new/", asked | {"came_on": came.isoformat()})
        noted = RightsRequest.objects.latest("pk")
        assert day_at(noted.asked_at) == came and noted.asked_at >= at_least
        assert noted.due_on == came + timedelta(days=3)
        assert days_left(noted, on=day_at(at)) == (noted.due_on - DAY).days
    assert Entry.objects.filter(event="request.asked", at__gte=at).count() == 2


@pytest.mark.django_db
def test_a_policy_begins_with_their_day(at: datetime) -> None:
    make.in_force("softsys")
    published = make.in_force("websoft")
    published.in_force_from = DAY
    published.save()
    assert policy_on(at).digest == policy_on(DAY).digest == published.digest
    assert policy_on(start_of(DAY)).digest == published.digest
    assert policy_on(start_of(DAY) - timedelta(seconds=1)).digest != published.digest


@pytest.mark.django_db(transaction=True)
def test_a_term_ends_with_their_day(at: datetime) -> None:
    make.in_force("websoft")  # which keeps sign-ins for half a year
    person, midnight = make.owner(make.account()), start_of(date(2025, 12, 16))
    for began in (midnight - timedelta(seconds=1), midnight):
        make.signin(person, at=began)
    keep(on=day_at(at), at=at)
    assert [each.at for each in Signin.objects.all()] == [midnight]


@pytest.mark.django_db
def test_what_was_done_is_of_their_month(at: datetime) -> None:
    owner, june = make.owner(make.account()), start_of(date(2026, 6, 1))
    for done in (june - timedelta(seconds=1), june):
        make.signin(owner, at=done)
    tables = about_person(owner)
    assert months(tables) == [date(2026, 6, 1), date(2026, 5, 1)]
    of_june, _more = page_of(of_month(tables, DAY))
    assert [row.at for row in of_june] == [june]


def test_an_erasure_waits_no_longer_than_to_the_last_night(at: datetime) -> None:
    until = wait_until(DAY + timedelta(days=1), at=at)
    assert until and day_at(until) == DAY and day_at(until + timedelta(seconds=1)) > DAY


@pytest.mark.django_db
def test_a_moment_is_told_with_its_time_zone(at: datetime, client: Client) -> None:
    make.in_force("softsys")
    person = make.owner(make.account(country=""))
    make.signin(person, at=at)
    client.force_login(person)
    local = moment(at)
    assert local.startswith("15 June 2026, ") and re.search(r" (NZST|PDT)$", local)
    assert local in client.get("/security/").content.decode()


@pytest.mark.parametrize(
    "place",
    ["UTC", "Europe/Berlin", "Europe/London", "America/Los_Angeles", "Pacific/Auckland"]
    + ["America/Havana", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo"],
)
def test_a_night_comes_once_a_day(place: str, settings: Settings) -> None:
    settings.TIME_ZONE = place
    first = datetime(2026, 1, 1, 0, 10, tzinfo=UTC)
    hours = [first + timedelta(hours=hour) for hour in range(24 * 365)]
    nights = [day_at(hour) for hour in hours if night_begins(hour)]
    assert len(nights) == len({*nights}) and 364 <= len(nights) <= 366
    assert place != "UTC" or {hour.hour for hour in hours if night_begins(hour)} == {2}


def test_what_is_due_goes_by_night(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(tasks, "keep", lambda *, on, at: days.append(on))
    for hour in range(24):
        tasks.sweep(int((start_of(DAY) + timedelta(hours=hour, minutes=10)).timestamp()))
    assert len(days) == 1


@pytest.mark.parametrize("typed", ["Berlin", "CEST", "../etc/passwd", "+02:00", "Europe/\0"])
def test_what_is_no_time_zone_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="^TROTH_TIME_ZONE must be a time zone such as Europe/B"):
        time_zone("TROTH_TIME_ZONE", typed)


def test_nobody_else_says_which_day_it_is() -> None:
    """`day_at` does.

    But for a mailbox, which asks by days of its server's, and a policy to start from, which is
    written where no provider is set up yet.
    """
    other = re.compile(r"(?<!astimezone\(UTC\))\.date\(\)|\btoday\(\)|localdate|combine\(.*UTC")
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in PACKAGE.rglob("*.py")
        if not {"tests", "testing", "migrations", "proofs"} & {*path.parts}
        if str(path.relative_to(PACKAGE)) not in {"core/day.py", "cli/policy.py"}
        for line in path.read_text().splitlines()
        if other.search(line)
    ]
    assert not found
