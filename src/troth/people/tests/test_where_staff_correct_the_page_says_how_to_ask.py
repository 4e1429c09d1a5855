import pytest

from troth.accounts.models import Account, Person
from troth.people.tests.pages import correct, details
from troth.policy.parse import parse
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def by_staff() -> None:
    """A policy under which staff correct data, and nobody by themselves."""
    make.in_force("websoftmaster")
    source = make.policy("websoftmaster").source
    rule = 'within = "10 business days"\nself_service = true\npromises = ["WM-28"]'
    assert rule in source
    source = source.replace(rule, rule.replace("true", "false"))
    changed = parse(source.encode(), "changed.md")
    PublishedPolicy.objects.update(source=source, digest=changed.digest)


def test_the_rule_and_the_way_to_ask_stand_in_place_of_the_form() -> None:
    by_staff()
    account = make.account()
    client = signed_in(make.owner(account))
    for page in (details(account), "/profile/"):
        shown = client.get(page).content.decode()
        assert "Ask us to correct it" in shown and "10 business days" in shown
        assert 'name="version"' not in shown
    assert "1 Street" in client.get(details(account)).content.decode()


def test_what_is_posted_all_the_same_changes_nothing() -> None:
    by_staff()
    account = make.account()
    client = signed_in(make.owner(account))
    correct(client, details(account), version="", name="Another", country="DE", street="2 Street")
    correct(client, "/profile/", version="", name="Another", phone="+49 30 1234567")
    assert Account.objects.get().name == "An Account"
    assert Person.objects.get().name == "A Person"
