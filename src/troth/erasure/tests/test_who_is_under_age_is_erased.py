import pytest

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.erasure.under_age import erase_under_age
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.promise("WM-29", "IS-31")
@pytest.mark.parametrize("name", ["websoftmaster", "ispsystem"])
def test_with_their_account_by_the_rule_that_refuses_them(name: str) -> None:
    make.in_force(name)
    erasure = erase_under_age(make.owner(make.full_account()), at=make.NOW)
    assert erasure.complete and not Account.objects.exists() and not Person.objects.exists()
    assert Entry.objects.get(event="person.erased").rule == "refuse"


def test_not_where_the_policy_does_not_say_so() -> None:
    make.in_force("softsys")
    with pytest.raises(TrothError, match="for their age"):
        erase_under_age(make.person(), at=make.NOW)
    assert Person.objects.exists()
