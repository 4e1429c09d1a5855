"""Two clicks on the button: one erasure, and both lead to its receipt."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Person
from troth.erasure.erase import erase
from troth.erasure.pages import erase as page
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_waits(settings: Settings) -> None:
    settings.ERASURE_WAIT = 0


def form_of(client: Client) -> dict[str, str]:
    html = client.get("/privacy-centre/erase/").content.decode()
    found = re.search(r'name="once" value="([^"]+)"', html)
    assert found
    return {"once": found[1], "confirmation": PASSWORD}


def test_the_second_click_finds_the_receipt_of_the_first() -> None:
    make.in_force("soffront")
    client = Client()
    client.force_login(customer())
    form = form_of(client)
    first = client.post("/privacy-centre/erase/", form)
    second = client.post("/privacy-centre/erase/", form)
    assert first["Location"] == second["Location"]
    assert first["Location"].startswith("/receipts/")
    assert Entry.objects.filter(event="person.erased").count() == 1


def test_two_clicks_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_force("soffront")
    person = customer()
    client = Client()
    client.force_login(person)
    form = form_of(client)

    def late(who: Person, **more: Any) -> Any:
        erase(Person.objects.get(pk=who.pk), **more)  # the other click was quicker
        return erase(who, **more)

    monkeypatch.setattr(page, "erase", late)
    answer = client.post("/privacy-centre/erase/", form)
    assert answer["Location"].startswith("/receipts/")
    assert Entry.objects.filter(event="person.erased").count() == 1


def test_a_wrong_password_erases_nothing() -> None:
    make.in_force("soffront")
    client = Client()
    client.force_login(customer())
    answer = client.post("/privacy-centre/erase/", form_of(client) | {"confirmation": "wrong"})
    assert "This is not your password" in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_forged_token_leads_nowhere() -> None:
    make.in_force("soffront")
    answer = Client().post("/privacy-centre/erase/", {"once": "forged", "confirmation": PASSWORD})
    assert answer["Location"] == "/sign-in/"
