from datetime import UTC, datetime

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.portal.tests.html_forms import forms_of
from troth.testing import make

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


AT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account(country="DE")


@pytest.fixture
def person(account: Account) -> Person:
    return make.owner(account)


def profile(client: Client) -> str:
    return client.get("/profile/").content.decode()


def ticket_page(client: Client, account: Account) -> str:
    ticket = make.ticket(account, at=AT)
    return client.get(f"/account/{account.pk}/tickets/{ticket.pk}/").content.decode()


def test_they_are_those_of_the_accounts_country(account: Account, person: Person) -> None:
    html = ticket_page(signed_in(person), account)
    assert "2 July 2026, 00:30 CEST" in html
    assert "Europe/Berlin; deadlines are days in UTC" in html


def test_a_chosen_zone_comes_first(account: Account, person: Person) -> None:
    client = signed_in(person)
    [form] = [each for each in forms_of(profile(client)) if "time_zone" in each.fields]
    told = {name: field.values[0] for name, field in form.fields.items() if field.values}
    sent = client.post(
        "/profile/", told | {"time_zone": "America/New_York", "phone": "+49 30 12345678"}
    )
    assert sent.status_code == 302, sent.content.decode()
    assert "1 July 2026, 18:30 EDT" in ticket_page(client, account)


@pytest.mark.parametrize("country", ["US", "ES", ""])
def test_where_clocks_differ_they_are_the_providers(country: str) -> None:
    make.in_force("softsys")
    account = make.account(country=country)
    person = make.owner(account)
    assert "1 July 2026, 22:30 UTC" in ticket_page(signed_in(person), account)
