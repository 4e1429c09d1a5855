from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from troth.accounts.models import Account, Person, Signin
from troth.billing.models import Invoice
from troth.messaging.models import Message
from troth.requests.ask import ask
from troth.services.models import Service
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
EMPTY = (
    "None runs at present.",
    "Everything is paid.",
    "No question is open.",
    "We have not written to you yet.",
)


def page(person: Person, account: Account) -> str:
    client = Client()
    client.force_login(person)
    return client.get(f"/account/{account.pk}/").content.decode()


def test_each_block_shows_what_is_current() -> None:
    make.in_force("softsys")
    now = timezone.now()
    account = make.account()
    who = make.owner(account)
    make.service(account, at=now)
    Service.objects.create(account=account, product="Gone", started_at=now, ended_at=now)
    due = make.invoice(account, at=now, paid=False)
    paid = make.invoice(account, at=now)
    make.ticket(account, at=now)
    make.message(who, account, at=now)
    make.signin(who, at=make.NOW)
    make.signin(who, at=now)
    html = page(who, account)
    assert "site.example" in html and "Gone" not in html
    assert due.number in html and paid.number not in html and "To be paid by" in html
    assert "A question" in html and "Your invoice" in html
    assert "You last signed in on 15 June 2026, 12:00 UTC." in html
    assert not [text for text in EMPTY if text in html]


def test_an_empty_account_says_so() -> None:
    make.in_force("softsys")
    account = make.account()
    html = page(make.owner(account), account)
    assert [text for text in EMPTY if text in html] == list(EMPTY)
    assert "You last signed in" not in html


def test_what_waits_in_the_privacy_centre_is_told() -> None:
    make.in_force("softsys")
    account = make.account()
    who = make.owner(account)
    assert "In the privacy centre" not in page(who, account)
    ask(who, "export", at=make.NOW)
    Person.objects.filter(pk=who.pk).update(restricted_at=make.NOW)
    html = page(who, account)
    assert "A request of 15 June 2026" in html
    assert "Processing of your data has been restricted since 15 June 2026" in html


def test_a_trusted_person_sees_what_the_owner_allows() -> None:
    make.in_force("softsys")
    account = make.full_account()
    friend = make.person()
    make.trusted(account, friend)
    html = page(friend, account)
    assert "Open tickets" in html and "Last messages" in html
    assert "Invoices" not in html and "Services" not in html


@pytest.mark.parametrize(("accounts", "leads_to"), [(1, "/account/{}/"), (2, ""), (0, "")])
def test_the_only_account_opens_at_once(accounts: int, leads_to: str) -> None:
    make.in_force("softsys")
    person = make.person()
    mine = [make.account(person) for _ in range(accounts)]
    client = Client()
    client.force_login(person)
    answer = client.get("/account/")
    if leads_to:
        assert answer.status_code == 302 and answer["Location"] == leads_to.format(mine[0].pk)
    elif mine:
        assert all(f'href="/account/{account.pk}/"' in answer.content.decode() for account in mine)
    else:
        assert "You belong to no account." in answer.content.decode()


def test_staff_without_an_account_are_led_to_their_desk() -> None:
    make.in_force("softsys")
    client = Client()
    client.force_login(make.person(staff=True))
    assert client.get("/account/")["Location"] == "/desk/"


def test_ten_thousand_rows_cost_no_more_queries() -> None:
    make.in_force("softsys")
    account = make.account()
    who = make.owner(account)
    _fill(account, who)
    client = Client()
    client.force_login(who)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/account/{account.pk}/")
    assert answer.status_code == 200
    assert sum("SELECT" in query["sql"] for query in asked) <= 13


def _fill(account: Account, who: Person) -> None:
    moments = [make.NOW - timedelta(hours=hour) for hour in range(2_000)]
    Service.objects.bulk_create(
        Service(account=account, product="Hosting", started_at=at) for at in moments
    )
    Invoice.objects.bulk_create(
        Invoice(account=account, number=f"M-{n}", issued_at=at, currency="EUR", net=100, total=100)
        for n, at in enumerate(moments)
    )
    Ticket.objects.bulk_create(
        Ticket(account=account, subject="A question", opened_at=at) for at in moments
    )
    Message.objects.bulk_create(
        Message(person=who, rule="message.service", subject="News", created_at=at) for at in moments
    )
    Signin.objects.bulk_create(Signin(person=who, at=at, succeeded=True) for at in moments)
