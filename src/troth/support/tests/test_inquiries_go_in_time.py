"""The sweep takes what is due by either clock, of people with an account and without."""

from datetime import date, timedelta

import pytest

from troth.erasure.hold import hold
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.policy.shipped import shipped
from troth.support.models import Inquiry
from troth.testing import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def left_on(day: date) -> set[int]:
    keep(on=day, at=make.NOW)
    return set(Inquiry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["websoft", "websoftmaster"])
def test_an_answered_one_goes_by_its_answer_and_any_by_its_age(name: str) -> None:
    make.in_force(name)
    old = make.inquiry(at=make.NOW - 200 * DAY)
    closed = make.inquiry(at=make.NOW - 200 * DAY, closed=make.NOW)
    answered = make.NOW.date()
    assert left_on(answered.replace(year=2027) - DAY) == {old.pk, closed.pk}
    assert left_on(answered.replace(year=2027)) == {old.pk}
    two_years_old = (make.NOW - 200 * DAY).date().replace(year=2027)
    assert left_on(two_years_old - DAY) == {old.pk}
    assert left_on(two_years_old) == set()
    swept = Entry.objects.filter(event="keep.removed", rule__startswith="keep.").order_by("pk")
    assert [entry.rule for entry in swept] == ["keep.inquiry", "keep.old-inquiry"]
    assert swept[0].counts["erased"] == {"inquiry": 1}


@pytest.mark.parametrize("name", ["soffront", "ispsystem"])
def test_all_go_by_their_age(name: str) -> None:
    make.in_force(name)
    made = [make.inquiry(f"{n}@visitor.example", at=make.NOW + n * DAY) for n in range(120)]
    due = make.NOW.date().replace(year=2027)
    assert left_on(due + 9 * DAY) == {inquiry.pk for inquiry in made[10:]}
    assert left_on(due + 200 * DAY) == set()


def test_a_hold_on_its_person_keeps_it() -> None:
    make.in_force("soffront")
    person = make.owner(make.account())
    kept = make.inquiry(who=person)
    make.inquiry()
    hold(
        person, records=["inquiry"], reason="r", owner="o", review_on=date(2040, 1, 1), at=make.NOW
    )
    assert left_on(date(2027, 7, 1)) == {kept.pk}


def test_every_policy_with_such_a_form_has_a_rule() -> None:
    found = {name for name in shipped() if make.policy(name).tables.kept_by("inquiry")}
    assert found == {"soffront", "ispsystem", "websoft", "websoftmaster"}
