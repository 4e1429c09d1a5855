"""The desk writes to all customers at once, and reaches nobody whom the policy does not let it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.accounts.restrict import restrict
from troth.gates.consent import give, withdraw
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.browser import PASSWORD, with_password
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/desk/mailing/"
OFFER = {
    "rule": "message.promotions",
    "purpose": "offers",
    "subject": "New",
    "body": "Look at this.",
}
NEWS = OFFER | {"rule": "message.service", "purpose": "service"}


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Client:
    """The desk, under soffront's policy or the one that a test names."""
    make.in_force(getattr(request, "param", "soffront"))
    return signed_in(make.staff("privacy"))


def customer(*consents: str) -> Person:
    """Somebody who has confirmed their address."""
    made = make.verified(make.person())
    give(made, *consents, at=timezone.now() - timedelta(hours=1))
    return made


def reached() -> set[int | None]:
    return set(Message.objects.filter(subject="New").values_list("person", flat=True))


def answer(desk: Client, typed: dict[str, str], **button: str) -> str:
    return desk.post(PAGE, typed | button, follow=True).content.decode()


def test_an_offer_reaches_who_agreed_and_news_all_but_those_who_are_left_alone(
    desk: Client,
) -> None:
    now = timezone.now()
    agreed, silent, declined = customer("promotions"), customer(), customer("promotions")
    withdraw(declined, "promotions", at=now)
    give(make.person(), "promotions", at=now)  # whose address is not confirmed
    restrict(customer("promotions"), at=now)
    colleague = make.staff()
    give(colleague, "promotions", at=now)
    answer(desk, OFFER, send="yes")
    assert reached() == {agreed.pk}
    answer(desk, NEWS, send="yes")
    assert reached() == {agreed.pk, silent.pk, declined.pk}
    assert Message.objects.filter(person=agreed).count() == 2


@pytest.mark.parametrize("desk", ["websoft"], indirect=True)
def test_where_silence_means_yes_whoever_said_no_is_left_out(desk: Client) -> None:
    subscribed, declined = customer(), customer()
    withdraw(declined, "mailings", at=timezone.now(), channel="link")
    answer(desk, OFFER | {"rule": "message.mailings", "purpose": "mailings"}, send="yes")
    assert reached() == {subscribed.pk}


@pytest.mark.parametrize("desk", ["softsys"], indirect=True)
def test_what_serves_active_services_reaches_who_has_one(desk: Client) -> None:
    now = timezone.now()
    served, left, _without = customer(), customer(), customer()
    make.service(make.account(served), at=now - timedelta(days=9))
    ended = now - timedelta(days=1)
    make.service(make.account(left), at=now - timedelta(days=9), ended=ended)
    answer(desk, NEWS, send="yes")
    assert reached() == {served.pk}
    said = answer(desk, NEWS | {"purpose": "accounting"}, send="yes")
    assert "message.service is not for purpose.accounting." in said
    assert Message.objects.filter(subject="New").count() == 1


def test_it_says_how_many_it_reaches_and_sends_nothing_before_it_is_told_to(desk: Client) -> None:
    customer("promotions")
    for button in ({}, {"look": "yes"}):
        said = answer(desk, OFFER, **button)
        assert "It reaches 1 person." in said and 'name="send"' in said
    assert not reached()
    assert "1 mail waits in the outbox." in answer(desk, OFFER, send="yes")
    entry = Entry.objects.get(event="message.mailed")
    assert (entry.rule, entry.counts["messages"]) == ("message.promotions", 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            NEWS | {"purpose": "offers"},
            "collect.account does not list purpose.offers, and our policy has us use data for no "
            "other purpose.",
        ),
        (OFFER | {"purpose": "service"}, "consent.promotions does not list purpose.service, and"),
        (OFFER | {"body": "Pay with 4111 1111 1111 1111."}, "This looks like a card number."),
        (OFFER | {"subject": "4111111111111111"}, "This looks like a card number."),
        (OFFER | {"rule": "message.weather"}, "Select a valid choice."),
        (OFFER | {"purpose": "weather"}, "Select a valid choice."),
    ],
)
def test_what_the_policy_does_not_let_it_write_goes_to_nobody(
    desk: Client, typed: dict[str, str], said: str
) -> None:
    customer("promotions")
    assert said in answer(desk, typed, send="yes")
    assert not Message.objects.exists()


def test_it_takes_a_fresh_proof(desk: Client) -> None:
    customer("promotions")
    stale = Client()
    stale.force_login(make.staff("privacy"))
    asked = stale.post(PAGE, OFFER | {"send": "yes"})
    assert asked["Location"].endswith("?next=%2Fdesk%2Fmailing%2F") and not reached()


def test_what_was_written_stays_there_while_who_writes_shows_that_it_is_them() -> None:
    make.in_force("soffront")
    desk = Client()
    desk.post(
        "/sign-in/", {"login": with_password(make.staff("privacy")).email, "password": PASSWORD}
    )
    asked = desk.post(PAGE, OFFER | {"look": "yes"})
    back = desk.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert back.request["PATH_INFO"] == PAGE
    assert OFFER["body"] in back.text and f'value="{OFFER["subject"]}"' in back.text
    desk.post(PAGE, OFFER | {"send": "yes"})
    assert OFFER["body"] not in desk.get(PAGE).text
