from datetime import timedelta

import pytest

from troth.accounts.models import Person
from troth.accounts.reactivate import cancel, reactivate
from troth.core.errors import TrothError
from troth.erasure.keep import keep
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_within_twelve_months_with_its_address() -> None:
    make.in_force("websoft")
    account = make.account()
    email = make.owner(account).email
    cancel(account, at=make.NOW)
    keep(on=make.NOW.date() + timedelta(days=364), at=make.NOW)
    reactivate(account, at=make.NOW + timedelta(days=364))
    keep(on=make.NOW.date() + timedelta(days=1000), at=make.NOW)
    assert Person.objects.filter(email=email).exists()


def test_not_after_twelve_months() -> None:
    make.in_force("websoft")
    account = make.account()
    cancel(account, at=make.NOW)
    with pytest.raises(TrothError, match="more than 12 months ago"):
        reactivate(account, at=make.NOW + timedelta(days=365))


def test_not_where_the_policy_does_not_offer_it() -> None:
    make.in_force("softsys")
    account = make.account()
    cancel(account, at=make.NOW)
    with pytest.raises(TrothError, match="offers no reactivation"):
        reactivate(account, at=make.NOW)


def test_not_an_account_that_was_never_cancelled() -> None:
    make.in_force("websoft")
    with pytest.raises(TrothError, match="Only an account that was closed"):
        reactivate(make.account(), at=make.NOW)
