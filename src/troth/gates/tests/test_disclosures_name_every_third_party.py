from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Membership, Person
from troth.gates.models import Disclosure
from troth.gates.pages.disclosures import received
from troth.policy.parse import parse
from troth.testing import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(person: Person, path: str = "/privacy-centre/disclosures/") -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(path).content.decode().split())


def test_who_what_for_what_where_by_which_rule_and_how_often() -> None:
    make.in_force("ispsystem")
    account = make.account()
    owner = make.owner(account)
    make.disclosure(account, recipient="google", at=make.NOW)
    make.disclosure(account, recipient="google", at=make.NOW + DAY)
    Disclosure.objects.create(
        subject=owner, recipient="google", rule="share.google", categories=["content"], at=make.NOW
    )
    [party] = received(owner, make.policy("ispsystem"))
    assert (party.times, party.first, party.last) == (3, make.NOW, make.NOW + DAY)
    assert party.categories == ["identity", "content"]
    html = page(owner)
    for told in (
        "Google Inc.",
        "3 times",
        "processes data for the provider, on its instructions: web analytics",
        "Country: United States",
        "Safeguards: standard contractual clauses",
        "First on 15 June 2026, last on 16 June 2026",
        "/privacy/#share.google",
    ):
        assert told in html, told


def test_nothing_of_others_and_what_to_expect() -> None:
    make.in_force("softsys")
    make.full_account()
    html = page(make.owner(make.account()))
    assert "Nobody has received any." in html
    assert "/privacy/#disclose.harm" in html


def test_a_former_recipient_is_not_forgotten() -> None:
    make.in_force("softsys")
    account = make.account()
    make.disclosure(account, recipient="old-partner")
    assert "old partner" in page(make.owner(account))
    assert "By a rule of an earlier policy" in page(make.owner(account))


def test_what_the_law_wants_quiet_stays_quiet() -> None:
    account = make.account()
    source = make.policy("softsys").source
    assert "[disclose.harm]" in source
    quiet = source.replace("[disclose.harm]", "[disclose.harm]\nsubject_told = false")
    for rule in ("disclose.harm", "disclose.law"):
        Disclosure.objects.create(
            subject=account, recipient=rule, rule=rule, categories=["identity"], at=make.NOW
        )
    told = received(make.owner(account), parse(quiet.encode(), "quiet"))
    assert [party.name for party in told] == ["disclose.law"]


def test_whoever_is_trusted_with_privacy_sees_the_accounts() -> None:
    make.in_force("softsys")
    account = make.account()
    make.disclosure(account, recipient="old-partner")
    trusted = make.person()
    membership = make.trusted(account, trusted)
    path = f"/account/{account.pk}/disclosures/"
    assert "old partner" not in page(trusted, path)
    Membership.objects.filter(pk=membership.pk).update(scopes="privacy")
    assert "old partner" in page(trusted, path)
