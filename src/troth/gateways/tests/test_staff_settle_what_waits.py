"""What could not be booked waits at the desk, with what to do, until somebody has."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth.billing.owed import owed
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/desk/gateways/events/"


@pytest.fixture(autouse=True)
def attempt(settings: Settings) -> PaymentAttempt:
    switch_on(settings)
    return attempt_of(make.account())


def waiting(attempt: PaymentAttempt, **wrong: object) -> GatewayEvent:
    assert tell(paid_event(attempt, **wrong)) == 204
    handle_open(at=make.NOW)
    return GatewayEvent.objects.waiting().get()


def at_the_desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_the_inbox_leads_to_what_to_do(attempt: PaymentAttempt) -> None:
    event, client = waiting(attempt, amount=100), at_the_desk("billing")
    assert f'<a href="{LIST}">1 gateway event is waiting' in client.get("/desk/").text
    assert str(Asks.AMOUNT.label) in client.get(LIST).text
    page = client.get(f"{LIST}{event.pk}/").text
    assert str(Asks.AMOUNT.label) in page and "1.00" in page and "11.90" in page


def test_settled_it_waits_no_more(attempt: PaymentAttempt) -> None:
    event, client = waiting(attempt, amount=100), at_the_desk("billing")
    client.get(f"{LIST}{event.pk}/")
    client.post(f"{LIST}{event.pk}/", {"why": ""})
    assert GatewayEvent.objects.waiting().exists()
    client.post(f"{LIST}{event.pk}/", {"why": "Paid back there"})
    event.refresh_from_db()
    assert event.settled_at and event.settled_why == "Paid back there"
    assert not GatewayEvent.objects.waiting().exists()
    assert owed(attempt.invoice) == attempt.amount  # type: ignore[arg-type]


def test_what_was_settled_by_mistake_is_found_and_waits_again(attempt: PaymentAttempt) -> None:
    event, client = waiting(attempt, amount=100), at_the_desk("billing")
    client.get(f"{LIST}{event.pk}/")
    client.post(f"{LIST}{event.pk}/", {"why": "Paid back there"})
    assert f"{LIST}settled/" in client.get(LIST).text
    assert f"{LIST}{event.pk}/" in client.get(f"{LIST}settled/").text
    assert f"{LIST}{event.pk}/wait/" in client.get(f"{LIST}{event.pk}/").text
    client.post(f"{LIST}{event.pk}/wait/")
    assert GatewayEvent.objects.waiting().get() == event
    assert f"{LIST}{event.pk}/" not in client.get(f"{LIST}settled/").text
    assert owed(attempt.invoice) == attempt.amount  # type: ignore[arg-type]


def test_what_two_events_tell_alike_waits_once(attempt: PaymentAttempt) -> None:
    tell(paid_event(attempt, amount=100))
    waiting(attempt, amount=100)
    assert GatewayEvent.objects.get(settled_at=None).name < GatewayEvent.objects.latest("pk").name
    tell(paid_event(attempt, amount=200))
    handle_open(at=make.NOW)
    assert GatewayEvent.objects.waiting().count() == 2, "another amount is another thing"


def test_handled_anew_it_is_booked_once_it_is_right(attempt: PaymentAttempt) -> None:
    event, client = waiting(attempt, key="of another installation"), at_the_desk("billing")
    PaymentAttempt.objects.update(key="of another installation")
    client.post(f"{LIST}{event.pk}/again/")
    event.refresh_from_db()
    assert event.handled_at and not event.asks
    assert owed(attempt.invoice) == 0  # type: ignore[arg-type]


def test_what_nobody_can_read_is_not_handled_anew() -> None:
    assert tell(signed("payment", standing={"outcome": "no word of theirs"})) == 204
    event = GatewayEvent.objects.waiting().get()
    at_the_desk("billing").post(f"{LIST}{event.pk}/again/")
    event.refresh_from_db()
    assert event.asks == Asks.UNREADABLE and event.handled_at is None


def test_how_somebody_pays_is_shown_to_whom_the_policy_lets(attempt: PaymentAttempt) -> None:
    event = waiting(attempt, amount=100)
    page = f"{LIST}{event.pk}/"
    assert f"pay_{attempt.key}" in at_the_desk("billing").get(page).text
    assert at_the_desk("support").get(page).status_code == 403
