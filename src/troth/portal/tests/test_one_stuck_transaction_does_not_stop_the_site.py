"""A transaction that does not end: who needs what it has locked is told so, and others go on."""

import logging

import pytest
from django.db import connection
from django.test import Client

from troth.accounts.models import Person, Session
from troth.core.limits import Limits
from troth.people.tests.pages import correct, version_of
from troth.portal import again
from troth.publishing.pages import policy
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.stuck import stuck
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, sooner."""
    monkeypatch.setattr(again, "PAGE", Limits(lock=1, statement=2))
    make.in_force("softsys")


_ROW = "SELECT 1 FROM accounts_person WHERE id = %s FOR UPDATE"


def test_who_waits_gets_a_page_and_all_others_theirs(caplog: pytest.LogCaptureFixture) -> None:
    one, other = customer(make.account()), customer(make.account())
    ones, others = signed_in(one), signed_in(other)
    caplog.set_level(logging.WARNING)
    typed = {"name": "A Secret Name", "phone": "+49 30 1234567"}
    typed["version"] = version_of(ones.get("/profile/").content.decode())
    with stuck(_ROW, one.pk):
        refused = ones.post("/profile/", typed, headers={"Accept-Language": "de"})
        assert refused.status_code == 503
        assert refused["Retry-After"] == "5"
        assert "no-store" in refused["Cache-Control"]
        page = refused.content.decode()
        assert "Gerade ändert das jemand anders; nichts wurde geändert." in page
        assert ones.get("/profile/").status_code == 200
        assert others.get("/privacy-centre/").status_code == 200
        answer = correct(others, "/profile/", name="A Name", phone="+49 30 1234567")
        assert answer.status_code == 302
        assert Client().get("/sign-in/").status_code == 200
    assert not any("Secret" in record.getMessage() for record in caplog.records)
    assert any("55P03" in record.getMessage() for record in caplog.records)
    assert set(Person.objects.values_list("name", flat=True)) == {"A Person", "A Name"}
    assert ones.post("/profile/", typed).status_code == 302


def test_where_only_the_session_is_stored() -> None:
    browser = signed_in(customer(make.account()))
    browser.raise_request_exception = False
    with stuck("SELECT 1 FROM accounts_session FOR UPDATE"):
        # The sign-out deletes the row of the session.
        assert browser.post("/sign-out/").status_code == 503
    assert Session.objects.count() == 1


def test_a_page_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: object, **more: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(600)")

    monkeypatch.setattr(policy, "policy_on", slow)
    answer = Client().get("/privacy/")
    assert answer.status_code == 503
    assert "is taking too long" in answer.content.decode()
