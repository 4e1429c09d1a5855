"""A policy that has data used for more is read before its day, and the new use declined there."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.decide_again import consent_again
from troth.gates.models import ConsentEvent
from troth.journal.sequence import sequence
from troth.policy.parse import Policy
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NEXT, CHOOSE, USE = "/privacy/next/", "/privacy-centre/uses/", "collect.account.survey"


@pytest.fixture
def upcoming() -> Policy:
    """A policy that has what signing up asked used for surveys too, a month from now."""
    make.in_force("websoftmaster")
    old = 'optional = ["company", "tax_id"]\npurposes = ["account", "promotion"]'
    policy = make.changed("websoftmaster", (old, old.replace('n"]', 'n", "survey"]')))
    publish(policy, at=timezone.now())
    return policy


def decide(who: Person, choice: str, use: str = USE) -> int:
    return signed_in(who).post(CHOOSE, {"use": use, "choice": choice}).status_code


def test_whoever_is_not_signed_in_is_led_there(upcoming: Policy) -> None:
    html = Client().get(NEXT).content.decode()
    assert f"/sign-in/?next={NEXT}" in html and 'name="choice"' not in html


def test_two_clicks_are_one_event_and_the_page_shows_the_state(upcoming: Policy) -> None:
    person = make.person()
    assert [decide(person, "decline") for _ in range(2)] == [302, 302]
    event = ConsentEvent.objects.get(person=person)
    purpose = upcoming.tables.purpose["survey"]
    assert (event.rule, event.kind, event.wording) == (USE, "refused", purpose.description)
    assert event.policy == upcoming.digest
    assert "Allow it after all" in signed_in(person).get(NEXT).content.decode()
    decide(person, "allow")
    page = signed_in(person).get("/privacy-centre/consents/").content.decode()
    assert "New uses" in page and "Under earlier policies" not in page


def test_no_other_use_is_declined(upcoming: Policy) -> None:
    for use in ("collect.account.account", "consent.newsletters", ""):
        assert decide(make.person(), "decline", use) == 404
    assert not ConsentEvent.objects.exists()


def test_a_restored_backup_is_told_of_it(upcoming: Policy) -> None:
    person = make.person()
    decide(person, "decline")
    columns = ("rule", "kind", "at", "channel", "wording", "policy")
    (before,) = ConsentEvent.objects.values_list(*columns)
    ConsentEvent.objects.all().delete()
    sequence()
    texts = {upcoming.digest: upcoming}
    assert [consent_again(0, texts.get) for _ in range(2)] == [1, 0]
    assert [before] == list(ConsentEvent.objects.values_list(*columns))
