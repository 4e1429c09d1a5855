from datetime import date, timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.erasure.models import Hold
from troth.journal.models import Entry
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def place(subject: Account | Person, *records: str) -> Hold:
    return hold(
        subject,
        records=records,
        reason="accounting irregularities",
        owner="billing",
        review_on=date(2027, 1, 1),
        at=make.NOW,
    )


def test_what_is_held_stays_and_goes_when_the_hold_is_lifted() -> None:
    make.in_force()
    account = make.full_account()
    person = make.owner(account)
    placed = place(account, "ticket")
    foreseen = preview(person, at=make.NOW).as_counts()

    erasure = erase(person, at=make.NOW)

    assert not erasure.complete
    assert erasure.counts == foreseen
    assert Ticket.objects.exists() and not Service.objects.exists()
    assert Account.objects.exists() and Person.objects.exists()
    assert keep(on=make.NOW.date(), at=make.NOW).removed == 0

    release(placed, at=make.NOW)
    keep(on=make.NOW.date(), at=make.NOW)
    assert not Account.objects.exists() and not Person.objects.exists()
    assert not Ticket.objects.exists()


def test_an_erasure_waits_while_everything_is_held() -> None:
    make.in_force()
    account = make.account()
    person = make.owner(account)
    placed = [place(account, "*"), place(person, "*")]
    ask_erasure(person, at=make.NOW)
    erase(person, at=make.NOW + timedelta(days=2))
    later = make.NOW + timedelta(days=3)
    assert keep(on=later.date(), at=later).removed == 0
    assert Person.objects.filter(pk=person.pk).exists()

    for each in placed:
        release(each, at=later)
    keep(on=later.date(), at=later)
    assert not Person.objects.exists() and not RightsRequest.objects.exists()
    assert Entry.objects.filter(event="request.answered").count() == 1


def test_the_day_of_asking_stays() -> None:
    make.in_force()
    account = make.full_account()
    person = make.owner(account)
    placed = [place(account, "ticket"), place(person, "*")]
    erase(person, at=make.NOW)
    release(placed[1], at=make.NOW)
    later = make.NOW + timedelta(days=1)
    keep(on=later.date(), at=later)
    assert not Service.objects.exists()
    assert Account.objects.get().erasure_asked_at == make.NOW
    assert Person.objects.get().erasure_asked_at == make.NOW


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"records": ["nonsense"]}, "Not a record: nonsense"),
        ({"records": []}, "needs records"),
        ({"reason": " "}, "needs records, a reason and an owner"),
        ({"review_on": date(2020, 1, 1)}, "review in the future"),
    ],
)
def test_a_hold_without_its_facts_is_refused(change: dict[str, object], message: str) -> None:
    make.in_force()
    facts: dict[str, object] = {
        "records": ["*"],
        "reason": "r",
        "owner": "o",
        "review_on": date(2027, 1, 1),
        "at": make.NOW,
    }
    with pytest.raises(TrothError, match=message):
        hold(make.account(), **{**facts, **change})  # type: ignore[arg-type]
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_once() -> None:
    make.in_force()
    placed = place(make.account(), "*")
    release(placed, at=make.NOW)
    with pytest.raises(TrothError, match="already been lifted"):
        release(placed, at=make.NOW)
