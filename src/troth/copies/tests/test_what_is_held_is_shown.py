"""The pages of what we hold: every value of mine, a page at a time, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Person
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, record: str, **query: str) -> str:
    answer = client.get(f"/privacy-centre/held/{record}/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_record_shows_its_values_and_no_secrets() -> None:
    make.in_force("websoftmaster")
    account = make.full_account()
    person = make.owner(account)
    person.set_password("a-secret-of-mine")
    person.save()
    client = signed_in(person)
    assert person.email in page(client, "person")
    assert "An Account" in page(client, "account") and "India" in page(client, "account")
    assert "€11.90" in page(client, "invoice")
    assert "It does not work." in page(client, "ticket")
    assert person.password not in page(client, "person")
    session = page(client, "session")
    assert str(client.session.session_key) not in session and "are shown to nobody" in session


def test_values_of_others_are_not_shown() -> None:
    make.in_force("softsys")
    other = make.owner(make.full_account())
    mine = signed_in(make.owner(make.full_account()))
    for record in ("person", "message", "signin", "ticket"):
        assert other.email not in page(mine, record)


def test_text_is_shown_as_text() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    Person.objects.filter(pk=person.pk).update(name="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in page(signed_in(person), "person")


def test_older_rows_are_on_the_next_page() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    for number in range(45):
        make.signin(person, at=make.NOW + timedelta(minutes=number))
    client = signed_in(person)
    seen: list[int] = []
    after = ""
    for expected in (20, 20, 5):
        context = client.get(
            "/privacy-centre/held/signin/", {"of": "signin", "after": after}
        ).context
        (table,) = context["tables"]
        assert table.count == 45 and len(table.rows) == expected
        seen += [int(dict(row)["Number"]) for row in table.rows]
        after = table.after
    assert after == "" and seen == sorted(seen, reverse=True) and len(set(seen)) == 45


@pytest.mark.parametrize(
    "address",
    [
        "/privacy-centre/held/nothing/",
        "/privacy-centre/held/invoice/",
        "/privacy-centre/held/person/?of=signin",
        "/privacy-centre/held/person/?of=person&after=x",
        "/privacy-centre/held/person/?of=person&after=%00",
        "/privacy-centre/held/person/?of=person&after=99999999999999999999",
        "/privacy-centre/held/session/?of=session&after=yesterday-ish",
    ],
)
def test_what_there_is_not_is_not_found(address: str) -> None:
    make.in_force("softsys")
    assert signed_in(make.owner(make.account())).get(address).status_code == 404


def test_the_overview_asks_few_questions_however_much_there_is() -> None:
    make.in_force("softsys")
    client = signed_in(make.owner(make.full_account()))
    for address in ("/privacy-centre/", "/privacy-centre/held/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= 12, [query["sql"] for query in asked]
