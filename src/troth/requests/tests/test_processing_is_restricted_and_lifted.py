from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Account, Activity, Person
from troth.accounts.restrict import restrict_all
from troth.journal.models import Entry
from troth.policy.parse import parse
from troth.publishing.publish import publish
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def at_once_in_force() -> None:
    """The policy of ispsystem, had it promised a restriction at once."""
    make.in_force("ispsystem")
    source = make.policy("ispsystem").source
    at_once = source.replace("[right.restrict]", "[right.restrict]\nself_service = true")
    publish(parse(at_once.encode(), "at once"), at=make.LONG_AGO + timedelta(days=1))


def test_at_once_where_the_policy_says_so_and_back() -> None:
    at_once_in_force()
    account = make.account()
    owner = make.owner(account)
    client = signed_in(owner)
    for _ in range(2):
        client.post("/privacy-centre/restrict/", {"choice": "restrict"})
    assert Person.objects.get(pk=owner.pk).restricted_at
    assert Account.objects.get(pk=account.pk).restricted_at
    page = client.get("/privacy-centre/restrict/").content.decode()
    assert "has been restricted since" in page and "Lift the restriction" in page
    for _ in range(2):
        client.post("/privacy-centre/restrict/", {"choice": "lift"})
    assert not Person.objects.filter(restricted_at__isnull=False).exists()
    assert not Account.objects.filter(restricted_at__isnull=False).exists()
    log = Activity.objects.filter(account=account).order_by("pk").values_list("what", flat=True)
    assert list(log) == ["processing restricted", "restriction lifted"]
    assert Entry.objects.filter(event="processing.restricted").count() == 2
    assert Entry.objects.filter(event="restriction.lifted").count() == 2


def test_by_asking_here() -> None:
    make.in_force("ispsystem")
    person = make.person()
    client = signed_in(person)
    assert "/privacy-centre/requests/ask/?right=restrict" in page_of(client)
    refused = client.post("/privacy-centre/restrict/", {"choice": "restrict"})
    assert refused.status_code == 409 and not Person.objects.get(pk=person.pk).restricted_at
    client.post("/privacy-centre/requests/ask/", {"right": "restrict", "text": "It is wrong."})
    assert RightsRequest.objects.get().rule == "right.restrict"
    assert "You asked for it on" in page_of(client)


def test_by_writing_to_the_privacy_contact() -> None:
    make.in_force("soffront")
    contact = make.policy("soffront").tables.provider.privacy_contact
    assert f"by e-mail to {contact}" in page_of(signed_in(make.person()))


def test_where_the_policy_is_silent_the_law_is_not() -> None:
    make.in_force("softsys")
    page = page_of(signed_in(make.person()))
    assert "GDPR Art. 18" in page
    assert make.policy("softsys").tables.provider.privacy_contact in page


def test_whoever_was_restricted_lifts_it_under_every_policy() -> None:
    make.in_force("soffront")
    person = make.person()
    restrict_all(person, at=make.NOW)
    signed_in(person).post("/privacy-centre/restrict/", {"choice": "lift"})
    assert not Person.objects.get(pk=person.pk).restricted_at


def page_of(client: Client) -> str:
    return client.get("/privacy-centre/restrict/").content.decode()
