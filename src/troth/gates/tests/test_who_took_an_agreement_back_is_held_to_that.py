"""The last word counts: who agreed and took it back has not agreed, whoever's account it is."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account, Person
from troth.gates.agree_to_share import agree_to_share, asked_of, withdraw_share
from troth.gates.share import NotSharedError, of
from troth.testing import make
from troth.testing.third_party import StandIn

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = ["share.plaid", "share.plaid.agreed"]


def is_told(plaid: StandIn, about: Account | Person, by: Person | None, at: datetime) -> bool:
    try:
        plaid.tell(about, of(about, "name"), by=by, at=at)
    except NotSharedError:
        return False
    return True


@pytest.mark.parametrize("trusted", [True, False])
def test_nothing_goes_by_their_earlier_word(plaid: StandIn, trusted: bool) -> None:
    make.in_force("softsys")
    account = make.account()
    person = make.person()
    if trusted:
        make.trusted(account, person)
    about, by = (account, person) if trusted else (person, None)
    begun = timezone.now() - timedelta(hours=2)
    agree_to_share(person, "plaid", *BOTH, at=begun)
    assert is_told(plaid, about, by, begun) and asked_of(person, "plaid", at=begun) is None
    later = begun + timedelta(hours=1)
    withdraw_share(person, "plaid", at=later)
    assert not is_told(plaid, about, by, later)
    asked = asked_of(person, "plaid", at=later)
    assert asked and not asked.again and [rule for rule, _words in asked.boxes] == BOTH
