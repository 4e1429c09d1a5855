"""A rule of the policy runs from a clock; somebody must be able to start each."""

from collections.abc import Callable

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData, declarations
from troth.policy.vocabulary import CLOCKS
from troth.services.models import Service
from troth.support.models import Inquiry, Ticket
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(account: Account, owner: Person) -> object:
    Client().post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    return Account.objects.get().active_at > account.active_at


def close_account(account: Account, owner: Person) -> object:
    signed_in(owner).post(f"/account/{account.pk}/close/", {"confirmation": PASSWORD})
    return Account.objects.get().cancelled_at


def close_inquiry(account: Account, owner: Person) -> object:
    inquiry = make.inquiry()
    signed_in(make.staff()).post(f"/desk/inquiries/{inquiry.pk}/close/", {"why": "settled"})
    return Inquiry.objects.get().closed_at


def delete_ticket(account: Account, owner: Person) -> object:
    ticket = make.ticket(account)
    signed_in(owner).post(f"/account/{account.pk}/tickets/{ticket.pk}/delete/")
    return Ticket.objects.get().deleted_at


ACTS: dict[str, Callable[[Account, Person], object]] = {
    "inactivity": sign_in,
    "cancellation": close_account,
    "closing": close_inquiry,
    "deletion": delete_ticket,
}


def with_the_row() -> set[str]:
    """The clocks that start with their row, whatever makes it: their columns are never empty."""
    late: dict[str, bool] = {}
    for model, data in declarations().items():
        for clock, column in data.clocks.items() if isinstance(data, PersonalData) else ():
            field = model._meta.get_field(column)
            late[clock] = late.get(clock, False) or bool(field.null)
    return {clock for clock, is_late in late.items() if not is_late}


def test_none_is_forgotten() -> None:
    assert {*ACTS} == {*CLOCKS} - with_the_row()


def cancel_service(account: Account, owner: Person) -> object:
    service = make.service(account)
    signed_in(owner).post(f"/account/{account.pk}/services/{service.pk}/cancel/", {"when": "now"})
    return Service.objects.get(pk=service.pk).ended_at


def test_a_customer_starts_that_of_a_service() -> None:
    make.in_force("soffront")
    account = make.account()
    assert cancel_service(account, customer(account))


@pytest.mark.parametrize("clock", ACTS)
def test_somebody_starts_it(clock: str) -> None:
    make.in_force("soffront")
    account = make.account()
    owner = customer(account)
    account.refresh_from_db()
    assert ACTS[clock](account, owner), f"nothing starts the clock of {clock}"
