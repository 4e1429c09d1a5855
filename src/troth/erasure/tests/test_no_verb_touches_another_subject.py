import io
from collections.abc import Callable
from datetime import date

import pytest

from troth.accounts.models import Account, Person
from troth.accounts.reactivate import cancel
from troth.accounts.restrict import lift, restrict
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.erasure.hold import hold, release
from troth.gates.consent import give, object_to_marketing
from troth.policy.language import Consent
from troth.policy.shipped import shipped
from troth.publishing.running import policy_on
from troth.testing import make
from troth.testing.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)

AT = make.NOW


def consents() -> dict[str, Consent]:
    return policy_on(AT.date()).tables.consent


def do_export(account: Account, person: Person) -> None:
    right = policy_on(AT.date()).tables.right["export"]
    export(person, io.BytesIO(), format=right.formats[0], at=AT)


def do_hold(account: Account, person: Person) -> None:
    placed = hold(account, records=["*"], reason="r", owner="o", review_on=date(2030, 1, 1), at=AT)
    release(placed, at=AT)


VERBS: dict[str, Callable[[Account, Person], object]] = {
    "preview": lambda account, person: preview(person, at=AT),
    "export": do_export,
    "erase": lambda account, person: erase(person, at=AT),
    "give": lambda account, person: give(person, next(iter(consents())), at=AT),
    "object": lambda account, person: object_to_marketing(person, at=AT),
    "restrict": lambda account, person: (restrict(account, at=AT), lift(account, at=AT)),
    "restrict person": lambda account, person: restrict(person, at=AT),
    "hold": do_hold,
    "cancel": lambda account, person: cancel(account, at=AT),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", shipped())
def test_the_others_stay_as_they_were(verb: str, name: str) -> None:
    make.in_force(name)
    neighbour = make.full_account()
    make.full_account()
    before = snapshot()
    account = make.full_account()
    person = make.owner(account)
    # Shared with a neighbour: a trusted person there, and one of theirs here.
    theirs = make.trusted(neighbour, person)
    ours = make.trusted(account, make.owner(neighbour))

    VERBS[verb](account, person)

    # That they have lost an access is all that is noted of others.
    lost = Person.objects.filter(left_at__isnull=False).values_list("pk", flat=True)
    assert list(lost) == ([ours.person_id] if verb == "erase" else [])
    Person.objects.update(left_at=None)
    after = snapshot()
    assert {row: after.get(row) for row in before} == before
    if verb == "erase":
        assert not type(theirs).objects.filter(pk__in=[theirs.pk, ours.pk]).exists()
