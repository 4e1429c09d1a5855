"""pause(), resume() and extend() move a deadline as its rule says, and never bring it forward."""

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from troth.core.duration import business_days_between
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.requests.answer import answer
from troth.requests.ask import ask
from troth.requests.clock import closing_days, moved
from troth.requests.extend import extend
from troth.requests.models import RightsRequest
from troth.requests.pause import pause, resume
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.make import NOW

DAYS = st.integers(0, 400).map(lambda days: NOW + timedelta(days=days))


def stands(rule: str, due: date, paused: datetime) -> RightsRequest:
    return RightsRequest(rule=rule, due_on=due, paused_at=paused)


@given(due=st.dates(date(2026, 1, 1), date(2027, 12, 31)), paused=DAYS, resumed=DAYS)
@hypothesis_settings(max_examples=200)
def test_a_clock_that_stood_has_as_many_business_days_left_as_before(
    due: date, paused: datetime, resumed: datetime
) -> None:
    policy = make.policy("websoftmaster")
    days = closing_days(policy)
    paused, resumed = sorted((paused, resumed))
    due = moved_to_business_day(due, days)
    after = moved(stands("right.reseller-erase", due, paused), policy, to=resumed)
    assert after and after >= due
    assert after.weekday() < 5 and after not in days
    if paused.date() < due:
        left = business_days_between(paused.date(), due, days)
        assert business_days_between(resumed.date(), after, days) == left


@given(due=st.dates(date(2026, 1, 1), date(2027, 12, 31)), paused=DAYS, resumed=DAYS)
def test_calendar_days_move_by_the_days_that_the_clock_stood(
    due: date, paused: datetime, resumed: datetime
) -> None:
    paused, resumed = sorted((paused, resumed))
    policy = make.policy("ispsystem")
    after = moved(stands("right.erase", due, paused), policy, to=resumed)
    assert after == due + (resumed.date() - paused.date())


def moved_to_business_day(day: date, days: Container[date]) -> date:
    while day.weekday() > 4 or day in days:
        day += timedelta(days=1)
    return day


@pytest.mark.django_db
def test_a_letter_about_data_is_to_be_answered_within_a_month() -> None:
    make.in_force("ispsystem")
    asked = datetime(2027, 1, 31, tzinfo=UTC)
    request = ask(None, "information", at=asked, channel="letter", sender="1 Street")
    assert request.due_on == date(2027, 2, 28)


@pytest.mark.django_db
def test_a_request_waits_for_its_proof_and_goes_on_with_it() -> None:
    make.in_force(make.patient())
    person = make.person()
    request = ask(person, "erase", at=NOW, channel="letter")
    assert request.due_on == date(2026, 7, 15)
    pause(request, "waiting-for-proof", at=NOW + timedelta(days=3))
    with pytest.raises(TrothError, match="already been stopped"):
        pause(request, "waiting-for-proof", at=NOW)
    current = verify(request, "government-id", at=NOW + timedelta(days=13))
    assert current.due_on == date(2026, 7, 25)
    assert current.paused_at is None and current.verified_by == "government-id"
    with pytest.raises(TrothError, match="already running"):
        resume(current, at=NOW)
    with pytest.raises(TrothError, match="no proof to wait for"):
        pause(current, "waiting-for-proof", at=NOW + timedelta(days=14))
    answer(current, "Done.", at=NOW + timedelta(days=40))
    counts = Entry.objects.get(event="request.answered").counts
    assert (counts["days"], counts["late"]) == (40, 0)


@pytest.mark.django_db
def test_where_the_policy_does_not_stop_a_clock_it_runs() -> None:
    make.in_force("ispsystem")
    request = ask(make.person(), "export", at=NOW)
    with pytest.raises(TrothError, match="does not stop the clock"):
        pause(request, "waiting-for-proof", at=NOW)


@pytest.mark.django_db
def test_a_deadline_is_extended_once_with_a_reason_and_in_time() -> None:
    make.in_force(make.patient())
    request = ask(make.person(), "information", at=NOW)
    with pytest.raises(TrothError, match="Say why"):
        extend(request, " ", at=NOW)
    with pytest.raises(TrothError, match="has passed"):
        extend(request, "It is much.", at=NOW + timedelta(days=31))
    assert extend(request, "It is much.", at=NOW + timedelta(days=30)).due_on == date(2026, 9, 15)
    with pytest.raises(TrothError, match="already been extended"):
        extend(request, "It is more.", at=NOW + timedelta(days=31))


@pytest.mark.django_db
def test_where_the_policy_has_no_extension_there_is_none() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=NOW)
    with pytest.raises(TrothError, match="does not extend"):
        extend(request, "It is much.", at=NOW)


@pytest.mark.django_db
def test_a_business_deadline_ends_on_no_holiday_of_the_provider(settings: Settings) -> None:
    make.in_force("websoftmaster")
    settings.HOLIDAYS = (date(2026, 6, 30),)
    request = ask(make.person(), "access", at=NOW)
    assert request.due_on == date(2026, 7, 1)
