import pytest

from troth.accounts.models import Person
from troth.accounts.restrict import lift, restrict
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_it_must_be_lifted_first() -> None:
    make.in_force()
    account = make.account()
    person = make.owner(account)
    restrict(account, at=make.NOW)
    for verb in (erase, preview, ask_erasure):
        with pytest.raises(TrothError, match="lift the restriction"):
            verb(person, at=make.NOW)
    lift(account, at=make.NOW)
    assert erase(person, at=make.NOW).complete


def test_staff_and_the_erased_are_refused() -> None:
    make.in_force()
    with pytest.raises(TrothError, match="staff login"):
        erase(make.person(staff=True), at=make.NOW)
    person: Person = make.person()
    erase(person, at=make.NOW)
    with pytest.raises(TrothError, match="already been erased"):
        erase(person, at=make.NOW)
    with pytest.raises(TrothError, match="already been erased"):
        restrict(person, at=make.NOW)
