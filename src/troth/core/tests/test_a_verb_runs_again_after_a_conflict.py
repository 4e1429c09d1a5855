"""A verb that another transaction comes in the way of is done again, as a whole."""

from collections.abc import Callable
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from troth.accounts.models import Person
from troth.core.conflicts import PAUSES, BusyError, act
from troth.core.errors import TrothError
from troth.testing import make
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Verb:
    """Renames somebody, and is then refused by the database as often as told."""

    def __init__(self, code: str, *, refused: int) -> None:
        self.code, self.refused, self.tries = code, refused, 0
        self.person = make.person()

    @property
    def stored(self) -> str:
        return Person.objects.get(pk=self.person.pk).name

    @act
    def do(self) -> str:
        self.tries += 1
        Person.objects.filter(pk=self.person.pk).update(name=f"Try {self.tries}")
        if self.tries <= self.refused:
            with connection.cursor() as cursor:
                cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{self.code}'; END $$")
        return "done"


@pytest.mark.parametrize("code", ["40001", "40P01", "23503", "23505"])
def test_until_it_works(code: str) -> None:
    verb = Verb(code, refused=2)
    assert verb.do() == "done"
    assert verb.stored == "Try 3"


@pytest.mark.parametrize("code", ["40P01", "23505"])
def test_but_not_for_ever(code: str) -> None:
    verb = Verb(code, refused=1000)
    with pytest.raises(BusyError, match="nothing was changed. Please try again"):
        verb.do()
    assert verb.tries == len(PAUSES) + 1
    assert verb.stored == "A Person"


@pytest.mark.parametrize("code", ["55P03", "57014"])
def test_what_has_waited_is_told_at_once(code: str) -> None:
    verb = Verb(code, refused=1000)
    with pytest.raises(BusyError, match="nothing was changed. Please try again"):
        verb.do()
    assert verb.tries == 1


def test_within_a_transaction_that_is_done_again_and_not_the_part() -> None:
    verb = Verb("40P01", refused=1)
    with pytest.raises(OperationalError), transaction.atomic():
        verb.do()
    assert verb.tries == 1

    @act
    def outer() -> str:
        return verb.do()

    verb.tries = 0
    assert outer() == "done"
    assert verb.tries == 2


def test_what_is_nobody_elses_doing_is_raised_as_it_is() -> None:
    verb = Verb("23514", refused=1)  # a check of a value
    with pytest.raises(IntegrityError):
        verb.do()
    assert verb.tries == 1


def test_a_refusal_is_final_whatever_it_came_from() -> None:
    tries = []

    @act
    def refuse() -> None:
        tries.append(1)
        try:
            with transaction.atomic():
                Person.objects.create_user(make.person().email)
                Person.objects.create_user(Person.objects.latest("pk").email)
        except IntegrityError as error:
            raise TrothError("There is one already.") from error

    with pytest.raises(TrothError, match="one already"):
        refuse()
    assert tries == [1]


def test_two_that_wait_for_each_other_are_both_done() -> None:
    one, other = make.person(), make.person()
    meet = Barrier(2)

    def rename(first: Person, second: Person, name: str) -> Callable[[], None]:
        first_time = iter([True])

        @act
        def renamed() -> None:
            Person.objects.filter(pk=first.pk).update(name=name)
            if next(first_time, False):
                meet.wait()
            Person.objects.filter(pk=second.pk).update(name=name)

        return renamed

    at_once(rename(one, other, "One"), rename(other, one, "Other"))
    names = set(Person.objects.values_list("name", flat=True))
    assert names in ({"One"}, {"Other"})
