import pytest

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.privacy.limit_reading import limit_reading
from troth.privacy.models import StaffRead
from troth.privacy.read import ReadRefusedError, read
from troth.testing import make

pytestmark = pytest.mark.django_db


def staff(role: str) -> Person:
    made = make.person(staff=True)
    Person.objects.filter(pk=made.pk).update(staff_role=role)
    made.refresh_from_db()
    return made


@pytest.mark.promise("SF-18")
def test_the_gate_asks_for_it_about_the_person_and_their_account() -> None:
    make.in_force("soffront")
    account, support = make.account(), staff("support")
    owner = make.owner(account)
    for subject in (owner, account):
        read(support, subject, ["service"], at=make.NOW)
    limit_reading(owner, ["contact"], at=make.NOW)
    for subject in (owner, account):
        with pytest.raises(ReadRefusedError):
            read(support, subject, ["service", "contact"], at=make.NOW)
        read(support, subject, ["service"], at=make.NOW)
        read(support, subject, ["contact"], at=make.NOW, reason="The bill came back.")
    assert StaffRead.objects.filter(categories__contains=["contact"]).count() == 2
    limit_reading(owner, [], at=make.NOW)
    read(staff("support"), owner, ["contact"], at=make.NOW)


def test_only_categories_can_be_limited_and_only_by_who_is_there() -> None:
    make.in_force("soffront")
    person = make.person()
    with pytest.raises(TrothError, match="no such category"):
        limit_reading(person, ["nonsense"], at=make.NOW)
    Person.objects.filter(pk=person.pk).delete()
    with pytest.raises(TrothError, match="erased"):
        limit_reading(person, ["contact"], at=make.NOW)
