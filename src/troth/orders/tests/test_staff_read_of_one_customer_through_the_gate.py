"""The pages of one order, one quote and one account's certificates are a look at the customer."""

from collections.abc import Callable

import pytest

from troth.accounts.models import Account
from troth.accounts.restrict import restrict
from troth.gates.models import StaffRead
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def order(account: Account) -> tuple[str, str]:
    made = make.order(account)
    return f"/desk/orders/{made.pk}/", made.number


def quote(account: Account) -> tuple[str, str]:
    made = make.quote(account)
    return f"/desk/quotes/{made.pk}/", made.number


def certificate(account: Account) -> tuple[str, str]:
    make.certificate(account, number="32-1")
    return f"/desk/customers/account/{account.pk}/certificates/", "32-1"


@pytest.mark.parametrize("made", [order, quote, certificate])
def test_it_is_written_down_and_needs_a_reason_under_restriction(
    made: Callable[[Account], tuple[str, str]],
) -> None:
    make.in_force()
    account, staff = make.account(), make.staff("billing")
    page, word = made(account)
    assert word in signed_in(staff).get(page).content.decode()
    assert StaffRead.objects.get().subject_id == account.pk
    restrict(account, at=make.NOW)
    answer = signed_in(make.staff("billing")).get(page)
    assert answer["Location"].startswith(f"/desk/customers/account/{account.pk}/reason/")
