import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from troth.accounts.models import Person
from troth.copies import copy as verbs
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy, secret_of
from troth.copies.models import Copy
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    make.in_force("softsys")
    return make.owner(make.account())


def test_asking_has_a_worker_make_it(person: Person) -> None:
    copy = ask_copy(person, "json", at=make.NOW)
    (job,) = ProcrastinateJob.objects.filter(task_name="troth.copies.tasks.copy")
    assert job.args == {"number": copy.pk}


def test_making_tells_its_person(person: Person) -> None:
    copy = ask_copy(person, "json", at=make.NOW)
    assert make_copy(copy.pk, at=make.NOW)
    told = Message.objects.get(person=person)
    assert secret_of(copy) in told.text and told.secret
    assert make_copy(copy.pk, at=make.NOW) is None
    assert Message.objects.count() == 1


def test_none_is_ready_that_its_person_was_not_told_of(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    copy = ask_copy(person, "json", at=make.NOW)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(verbs, "send", fails)
        make_copy(copy.pk, at=make.NOW)
    assert Copy.objects.get().ready_at is None
    assert make_copy(copy.pk, at=make.NOW)
    assert Message.objects.count() == 1
