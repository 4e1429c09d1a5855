from collections.abc import Callable
from datetime import timedelta

import pytest

from troth.accounts.correct_person import correct_person
from troth.accounts.models import Person
from troth.accounts.restrict import lift, restrict
from troth.accounts.tell_preferences import tell_preferences
from troth.copies.ask_copy import ask_copy
from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.erasure.hold import hold
from troth.gates.consent import give
from troth.gates.limit_reading import limit_reading
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.testing import make

pytestmark = pytest.mark.django_db

NOW = make.NOW


def _hold(person: Person) -> None:
    day = NOW.date() + timedelta(days=9)
    hold(person, records=["*"], reason="a dispute", owner="Legal", review_on=day, at=NOW)


@pytest.mark.parametrize(
    "verb",
    [
        _hold,
        lambda person: ask(person, "erase", at=NOW),
        lambda person: ask_copy(person, "json", at=NOW),
        lambda person: correct_person(person, {"name": "Another Name"}, at=NOW),
        lambda person: give(person, "marketing", at=NOW),
        lambda person: lift(person, at=NOW),
        lambda person: limit_reading(person, ["contact"], at=NOW),
        lambda person: restrict(person, at=NOW),
        lambda person: tell_preferences(person, {"interest": "gardens"}, at=NOW),
    ],
)
def test_a_page_that_was_open_meanwhile_is_told_so(verb: Callable[[Person], object]) -> None:
    make.in_force()
    person = make.person()
    stale = Person.objects.get(pk=person.pk)
    erase(person, at=NOW)
    written = Entry.objects.count()
    with pytest.raises(TrothError, match="has already been erased; nothing was changed"):
        verb(stale)
    assert Entry.objects.count() == written
