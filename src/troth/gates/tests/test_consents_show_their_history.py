from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.restrict import restrict
from troth.gates.consent import agrees, give, object_to_marketing, refuse, withdraw
from troth.gates.models import ConsentEvent
from troth.gates.pages.consents import consents, earlier, histories_of
from troth.testing import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_turn_with_its_words_channel_and_policy() -> None:
    make.in_force("ispsystem")
    person, policy = make.person(), make.policy("ispsystem")
    refuse(person, "marketing", at=make.NOW)
    give(person, "marketing", at=make.NOW + DAY)
    withdraw(person, "marketing", at=make.NOW + 2 * DAY, channel="email")
    object_to_marketing(person, at=make.NOW + 3 * DAY)
    [choice] = consents(person, policy, histories_of(person, at=make.NOW + 4 * DAY))
    assert not choice.holds
    assert [(event.done, event.channel) for event in choice.history] == [
        ("You objected", "in the account area"),
        ("You withdrew it", "by e-mail"),
        ("You agreed", "in the account area"),
        ("You declined", "in the account area"),
    ]
    words = (policy.tables.policy.version, policy.tables.consent["marketing"].wording)
    assert {(event.version, event.wording) for event in choice.history} == {words}


def test_what_an_earlier_policy_asked_is_still_told() -> None:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    ConsentEvent.objects.update(rule="consent.telephone", wording="Call me.")
    histories = histories_of(person, at=make.NOW)
    assert [e.wording for e in earlier(make.policy("softsys"), histories)] == ["Call me."]


def test_a_restriction_does_not_look_like_a_withdrawal() -> None:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    restrict(person, at=make.NOW)
    client = Client()
    client.force_login(person)
    html = client.get("/privacy-centre/consents/").content.decode()
    assert "none of these is used until you lift the restriction" in html
    assert 'value="withdraw"' in html and 'value="give"' not in html


def test_where_the_policy_has_a_link_only_the_page_has_it_too() -> None:
    make.in_force("websoft")
    person = make.person()
    client = Client()
    client.force_login(person)
    html = client.get("/privacy-centre/consents/").content.decode()
    assert "You can change it by the link in each message or by e-mail" in html
    histories = histories_of(person, at=timezone.now())
    [choice] = consents(person, make.policy("websoft"), histories)
    assert f"/unsubscribe/{choice.link}/" in html
    client.post(f"/unsubscribe/{choice.link}/")
    assert not agrees(person, "mailings", at=timezone.now())
