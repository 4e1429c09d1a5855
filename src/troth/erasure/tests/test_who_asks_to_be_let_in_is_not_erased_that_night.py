"""A forgotten password and a request to be let in count as attempts to sign in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from troth.accounts.models import Account, Person
from troth.erasure.keep import keep
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.tasks import warn
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = datetime.now(UTC) - timedelta(days=4000)


@pytest.fixture
def dormant() -> Person:
    """Somebody whose seven years have run, so that tonight their account is erased."""
    cache.clear()
    make.in_force("softsys")
    account = make.account(at=LONG_AGO)
    return make.verified(make.owner(account))


def a_night_passes(days: int = 0) -> None:
    at = datetime.now(UTC) + timedelta(days=days)
    keep(on=at.date(), at=at)


def is_there(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk).exists() and Account.objects.exists()


def ask_by_the_public_page(person: Person) -> None:
    asked = {"email": person.email, "address": "new@customer.example", "text": "I am locked out."}
    assert Client().post("/recover/", asked).status_code == 302
    warn(RightsRequest.objects.get().pk)  # the job that the page leaves to the worker


def test_without_either_it_is_erased(dormant: Person) -> None:
    a_night_passes()
    assert not is_there(dormant)


def test_a_forgotten_password_counts(dormant: Person) -> None:
    Client().post("/password/", {"email": dormant.email})
    a_night_passes()
    assert is_there(dormant)


def test_a_request_on_the_public_page_counts_and_outlives_its_end(dormant: Person) -> None:
    ask_by_the_public_page(dormant)
    refuse(RightsRequest.objects.get(), "It was not you.", at=datetime.now(UTC))
    a_night_passes()
    assert is_there(dormant)


def test_a_request_that_staff_note_counts_for_whom_they_name(dormant: Person) -> None:
    ask(dormant, "recover", at=datetime.now(UTC), channel="phone")
    a_night_passes()
    assert is_there(dormant)


def test_while_it_is_open_no_clock_runs_out(dormant: Person) -> None:
    ask_by_the_public_page(dormant)
    for years in (4, 8):
        a_night_passes(days=years * 365)
    assert is_there(dormant)
    refuse(RightsRequest.objects.get(), "It was not you.", at=datetime.now(UTC))
    a_night_passes(days=16 * 365)
    assert not is_there(dormant)
