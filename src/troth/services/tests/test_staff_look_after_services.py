from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account, Activity
from troth.billing.models import Invoice
from troth.catalog.models import Price
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.models import Service
from troth.services.set_up import set_up
from troth.services.state import state
from troth.services.tests.conftest import Customer
from troth.testing import make, sell
from troth.testing.at_once import at_once
from troth.testing.visit import signed_in


@pytest.fixture
def desk(customer: Customer) -> Client:
    return signed_in(make.staff("billing"))


def act(desk: Client, customer: Customer, name: str, **sent: object) -> str:
    """Do something on the service's page of the desk; the page that follows."""
    page = f"/desk/services/{customer.service.pk}/"
    if name in ("keep", "reactivate"):  # whose figures are agreed to
        html = desk.get(page).content.decode()
        sent = {"seen": html.partition('-seen" value="')[2].partition('"')[0]}
    fields = {f"{name}-{field}": value for field, value in sent.items()}
    answer = desk.post(f"{page}{name}/", fields, follow=True)
    return answer.content.decode()


def stands(customer: Customer) -> str:
    return state(customer.now(), at=timezone.now()).kind


@pytest.mark.parametrize(
    ("acts", "kind", "event"),
    [
        ([("pause", {"reason": "staff", "remark": "Asked for"})], "paused", "service.paused"),
        ([("pause", {"reason": "abuse"}), ("resume", {})], "active", "service.resumed"),
        ([("cancel", {})], "cancelled", "service.cancelled"),
        ([("cancel", {}), ("keep", {})], "active", "service.kept"),
        ([("cancel", {"now": "on"})], "ended", "service.ended"),
        ([("end", {})], "ended", "service.ended"),
        ([("end", {}), ("reactivate", {})], "active", "service.reactivated"),
    ],
)
def test_each_act_shows_and_is_written_down(
    customer: Customer, desk: Client, acts: list[tuple[str, dict[str, Any]]], kind: str, event: str
) -> None:
    for name, sent in acts:
        html = act(desk, customer, name, **sent)
        act(desk, customer, name, **sent)  # a second click
    assert 'role="status"' in html
    assert stands(customer) == kind
    assert Entry.objects.filter(event=event, subject=customer.account.pseudonym).count() == 1
    page = customer.browser.get(customer.page).content.decode()
    assert state(customer.now(), at=timezone.now()).words in page and "Asked for" not in page


@pytest.mark.parametrize("name", ["cancel", "end"])
def test_days_are_given_back_where_staff_say_so(
    customer: Customer, desk: Client, name: str
) -> None:
    act(desk, customer, name, credit="on", **({"now": "on"} if name == "cancel" else {}))
    assert Invoice.objects.get(kind="credit note").net == 1000
    assert customer.now().charged_through == timezone.localdate()


def test_what_waits_is_set_up_once_and_welcomed(customer: Customer, desk: Client) -> None:
    offer = customer.small
    offer.provisioner, offer.welcome = "by hand", "Your server waits."
    offer.save()
    service = sell.sold(customer.account, offer, at=timezone.now())
    link = f"/desk/services/{service.pk}/"
    assert link in desk.get("/desk/services/").content.decode()
    assert state(service, at=timezone.now()).kind == "ordered"
    at = timezone.now()
    at_once(*[lambda: set_up(service, at=at)] * 2)
    assert desk.post(f"{link}set-up/").status_code == 302
    assert Service.objects.get(pk=service.pk).activated_at == at
    told = Message.objects.get(subject="Your service is set up")
    assert "Your server waits." in told.body
    assert link not in desk.get("/desk/services/").content.decode()


def test_what_is_there_at_once_welcomes_as_well(customer: Customer) -> None:
    customer.small.welcome = "{{ product }} “{{label}}” is at {{ link }}, {{ other }}."
    customer.small.save()
    service = sell.sold(customer.account, customer.small, at=timezone.now())
    told = Message.objects.get(subject="Your service is set up").body
    path = f"/account/{customer.account.pk}/services/{service.pk}/"
    assert "“site.example” is at http" in told and f"{path}, {{{{ other }}}}." in told


def test_one_is_opened_by_hand(customer: Customer, desk: Client) -> None:
    page = f"/desk/customers/account/{customer.account.pk}/services/new/"
    sent = {"offer": customer.large.pk, "currency": "EUR", "months": 12, "quantity": 2}
    assert desk.post(page, sent | {"label": "new.example"}).status_code == 302
    opened = Service.objects.get(label="new.example")
    assert opened.charges.get().amount == 40_000
    assert Invoice.objects.filter(account=customer.account).count() == 2
    for wrong in ({"months": 3}, {"currency": "USD"}, {"quantity": 0}, {"offer": 0}):
        assert desk.post(page, sent | wrong).status_code == 200
    assert Service.objects.filter(account=customer.account).count() == 2


@pytest.mark.parametrize(
    ("country", "currency"), [("BR", "BRL"), ("DE", "EUR"), ("SE", "EUR"), ("", "EUR")]
)
def test_whom_nothing_was_sold_yet_is_offered_the_currency_of_their_country(
    customer: Customer, desk: Client, country: str, currency: str
) -> None:
    Price.objects.bulk_create(
        Price(product=customer.large, currency=each, months=1, amount=100, starts=sell.LONG_AGO)
        for each in ("BRL", "USD")
    )
    new = sell.buyer(country=country)
    Account.objects.filter(pk=new.pk).update(currency="")
    page = desk.get(f"/desk/customers/account/{new.pk}/services/new/").text
    assert f'<option value="{currency}" selected>' in page


def test_staff_change_it_to_whatever_is_sold(customer: Customer, desk: Client) -> None:
    other = sell.product("Other", {1: 500})
    plan = {"offer": other.pk, "months": 1, "quantity": 1}
    page = f"/desk/services/{customer.service.pk}/change/"
    seen = desk.get(page, plan).content.decode().split('name="seen" value="')[1].split('"')[0]
    assert desk.post(page, plan | {"seen": seen}).status_code == 302
    assert customer.now().product == "Other"
    assert Invoice.objects.get(kind="credit note").net == 500


def by_owner(customer: Customer, desk: Client, to: int) -> str:
    answer = customer.browser.post(f"{customer.page}transfer/", {"to": to}, follow=True)
    return answer.content.decode()


def by_staff(customer: Customer, desk: Client, to: int) -> str:
    return act(desk, customer, "transfer", to=to)


@pytest.mark.parametrize("way", [by_owner, by_staff])
def test_it_goes_on_in_another_account(
    customer: Customer, desk: Client, way: Callable[[Customer, Client, int], str]
) -> None:
    to = make.account(make.owner(customer.account))
    to.country = "US"
    to.save()
    customer.service.cancellations.create(
        account=customer.account,
        asked_at=timezone.now() - timedelta(1),
        taken_back_at=timezone.now(),
        effective_on=timezone.localdate(),
        because="A secret",
    )
    way(customer, desk, to.pk)
    moved = Service.objects.get(account=to)
    assert (moved.label, moved.charged_through) == (
        "site.example",
        customer.service.charged_through,
    )
    assert moved.terms.get().until is None and not moved.cancellations.exists()
    assert stands(customer) == "ended"
    # Each pays for its own days; the invoice stays where it was.
    assert [each.net for each in customer.account.invoices.order_by("pk")] == [1000, 1000]
    assert customer.account.invoices.get(kind="credit note") and to.invoices.get().net == 1000
    assert Activity.objects.filter(account=to, what="service transferred").count() == 1


def test_it_does_not_go_to_a_stranger_by_its_owner(customer: Customer, desk: Client) -> None:
    stranger = make.account()
    html = by_owner(customer, desk, stranger.pk)
    assert "Select a valid choice" in html and not stranger.services.exists()
    act(desk, customer, "transfer", to=customer.account.pk)
    assert stands(customer) == "active"


def test_roles_without_services_read_none(customer: Customer) -> None:
    make.in_force("ispsystem")
    now = timezone.now()
    html = signed_in(make.staff("billing")).get(f"/desk/services/{customer.service.pk}/")
    assert now and b"site.example" not in html.content
