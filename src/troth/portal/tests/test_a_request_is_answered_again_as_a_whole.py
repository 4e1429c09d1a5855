"""A customer's request that others came in the way of is done again, and leaves its traces once."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from troth.accounts.correct_person import correct_person
from troth.accounts.models import Activity, Person
from troth.core.conflicts import PAUSES
from troth.erasure.erase import erase
from troth.people.pages import profile
from troth.people.tests.pages import version_of
from troth.portal import again
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# What PostgreSQL finds only at the end: a row of nobody.
_OF_NOBODY = """
    SELECT set_config('role', 'none', true);
    INSERT INTO accounts_activity (account_id, person_id, at, what)
    SELECT id, 0, now(), 'nothing' FROM accounts_account
"""
_DEADLOCK = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"


@pytest.fixture
def person() -> Person:
    make.in_force("softsys")
    return customer(make.account())


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(person)


def typed(browser: Client, **more: Any) -> dict[str, Any]:
    """The form of the profile, filled in."""
    version = version_of(browser.get("/profile/").content.decode())
    return {"name": "Another Name", "phone": "+49 30 1234567", "version": version, **more}


def refuse(monkeypatch: pytest.MonkeyPatch, statement: str, times: int) -> list[int]:
    """Have the correction of a profile end so often with a conflict; the number of each try."""
    tries: list[int] = []

    def corrected(*args: Any, **more: Any) -> list[str]:
        done = correct_person(*args, **more)
        tries.append(len(tries) + 1)
        if len(tries) <= times:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        return done

    monkeypatch.setattr(profile, "correct_person", corrected)
    return tries


@pytest.mark.parametrize("statement", [_DEADLOCK, _OF_NOBODY], ids=["within", "at the end"])
def test_until_it_works(browser: Client, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    tries = refuse(monkeypatch, statement, 2)
    page: Any = browser.post("/profile/", typed(browser), follow=True)
    assert page.redirect_chain == [("/profile/", 302)]
    assert page.content.decode().count("Your details have been saved.") == 1
    assert tries == [1, 2, 3]
    assert Person.objects.get().name == "Another Name"
    assert Activity.objects.filter(what__startswith="profile corrected").count() == 1


@pytest.mark.parametrize("statement", [_DEADLOCK, _OF_NOBODY], ids=["within", "at the end"])
def test_but_not_for_ever(browser: Client, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    tries = refuse(monkeypatch, statement, 1000)
    answer = browser.post("/profile/", typed(browser))
    assert (answer.status_code, len(tries)) == (503, len(PAUSES) + 1)
    assert "nothing was changed. Please try again." in answer.content.decode()
    assert Person.objects.get().name == "A Person"
    assert "saved" not in browser.get("/profile/").content.decode()


def test_a_body_that_is_too_long_to_be_kept_is_not_read_twice(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = refuse(monkeypatch, _DEADLOCK, 1)
    monkeypatch.setattr(resolve("/profile/").func, "takes_files", True, raising=False)
    long = BytesIO(b"0" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    long.name = "long"
    answer = browser.post("/profile/", typed(browser, picture=long))
    assert answer.status_code == 503
    assert tries == [1]


def test_who_is_erased_meanwhile_is_asked_to_sign_in(
    person: Person, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = refuse(monkeypatch, _DEADLOCK, 1)
    monkeypatch.setattr(again, "sleep", lambda seconds: erase(person, at=timezone.now()))
    answer = browser.post("/profile/", typed(browser))
    assert answer["Location"].startswith("/sign-in/")
    assert tries == [1]
