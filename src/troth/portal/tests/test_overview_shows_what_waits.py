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
from troth.services.models import Service, Term
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


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
    Message.objects.create(
        person=who, rule="message.account", subject="A new sign-in", created_at=now
    )
    html = page(who, account)
    assert "site.example" in html and "Gone" not in html
    assert due.number in html and paid.number not in html and "To be paid by" in html
    assert "A question" in html and "Your invoice" in html
    assert "A new sign-in" not in html
    assert "Next payment" in html and "Due on" in html


def test_what_is_urgent_comes_first() -> None:
    make.in_force("softsys")
    now = timezone.now()
    account = make.account()
    ticket = make.ticket(account, at=now)
    ticket.messages.create(
        account=account, at=now + timedelta(hours=1), body="Done.", author_name=""
    )
    quote = make.quote(account, at=now)
    overdue = make.invoice(account, at=now - timedelta(days=60), paid=False)
    html = page(make.owner(account), account)
    needs = html.split('id="needs"')[1].split("</ul>")[0]
    lines = [needs.index(f"Invoice {overdue.number}"), needs.index(quote.number)]
    assert lines == sorted(lines)
    assert needs.index("A question") > lines[0] and "We have answered" in needs


def test_what_is_renewed_next_has_its_day_and_its_price() -> None:
    make.in_force("softsys")
    now = timezone.now()
    account = make.account()
    for days in (40, 20):
        service = make.service(account, at=now)
        service.charged_through = now.date() + timedelta(days=days)
        service.label = f"in-{days}.example"
        service.save()
        Term.objects.filter(service=service).delete()
        Term.objects.create(
            account=account,
            service=service,
            product="Hosting",
            supply="electronic",
            months=1,
            currency="EUR",
            price=4200,
            starts=now.date(),
        )
    renewal = page(make.owner(account), account).split('id="renewal"')[1].split("</section>")[0]
    assert "in-20.example" in renewal and "€42.00" in renewal


def test_an_empty_account_is_shown_where_to_begin() -> None:
    make.in_force("softsys")
    account = make.account()
    html = page(make.owner(account), account)
    assert "Nothing here yet" in html and "Go to the shop" in html
    assert "Invoices to pay" not in html and "Open tickets" not in html


def test_what_waits_in_the_privacy_centre_is_told() -> None:
    make.in_force("softsys")
    account = make.account()
    who = make.owner(account)
    assert "In the privacy centre" not in page(who, account)
    ask(who, "export", at=make.NOW)
    Person.objects.filter(pk=who.pk).update(restricted_at=make.NOW)
    html = page(who, account)
    assert "Your request of 15 June 2026" in html and "We answer by" in html
    assert "Processing of your data has been restricted since 15 June 2026" in html


def test_a_trusted_person_sees_what_the_owner_allows() -> None:
    make.in_force("softsys")
    account = make.full_account()
    make.ticket(account)
    friend = make.person()
    make.trusted(account, friend)
    html = page(friend, account)
    main = html.split("<main")[1]
    assert "Open tickets" in main
    assert "Invoices" not in main and "Services" not in main and "Next payment" not in main


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
