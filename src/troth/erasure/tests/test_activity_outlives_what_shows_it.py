"""An account is dormant by what happened, whatever is left that shows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from troth.accounts.models import Account, Membership, Person, Signin
from troth.erasure.erase import erase
from troth.erasure.foresee import foresee
from troth.erasure.keep import keep
from troth.people.accept import accept
from troth.people.hand_over import hand_over
from troth.people.invite import invite
from troth.people.withdraw_access import withdraw_access
from troth.policy.tests import documents
from troth.services.models import Service
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
LONG_AGO = make.NOW - timedelta(days=4000)
TERM = {"from": "inactivity", "for": "7 years"}
SERVICES = {
    "ended": {"records": ["service"], "from": "cancellation", "for": "1 month"},
    "started": {"records": ["service"], "from": "creation", "for": "20 years"},
}
MAIL = {"message": {"notices": {"about": ["news"], "channels": ["email"]}}}
PERSON = {"from": "inactivity", "for": "7 years"}


def in_force(**rules: dict[str, Any]) -> None:
    """Accounts go after seven years; other rules by their name."""
    named = {word for rule in rules.values() for word in rule.get("records", ())}
    rest = documents.SMALLEST["keep"]["rest"]["records"]
    left = [record for record in rest if record not in named | rules.keys()]
    keeps = {"account": TERM, "rest": {"records": left, "with": "account"}, **rules}
    make.in_force(documents.policy({**documents.SMALLEST, "keep": keeps, **MAIL}))


def goes_seven_years_after(subject: Account | Person, last: datetime) -> None:
    """The sweep takes the subject on the day when seven years have run, and not before."""
    model = type(subject)
    day = last.date().replace(year=last.year + 7)
    for on, is_there in ((day - DAY, True), (day, False)):
        foreseen = foresee(on=on, at=make.NOW).erased()
        keep(on=on, at=make.NOW)
        assert model.objects.filter(pk=subject.pk).exists() == is_there, on
        assert ((model._meta.db_table, subject.pk) in foreseen) != is_there


def test_a_sign_in_of_a_trusted_person_counts_after_they_are_erased() -> None:
    in_force()
    account, friend = make.account(at=LONG_AGO), make.person(at=LONG_AGO)
    make.trusted(account, friend)
    make.signin(friend, at=make.NOW)
    erase(friend, at=make.NOW)
    assert not Signin.objects.exists()
    goes_seven_years_after(account, make.NOW)


def test_a_service_counts_after_its_row_went_by_the_earlier_of_two_rules() -> None:
    in_force(**SERVICES)
    account = make.account(at=LONG_AGO)
    make.service(account, at=LONG_AGO, ended=make.NOW)
    keep(on=make.NOW.date() + 40 * DAY, at=make.NOW)
    assert not Service.objects.exists()
    goes_seven_years_after(account, make.NOW)


def test_a_service_that_still_goes_on_counts_until_its_row_goes() -> None:
    in_force(service={"from": "creation", "for": "1 year"})
    account = make.account(at=LONG_AGO)
    make.service(account, at=LONG_AGO)
    keep(on=make.NOW.date(), at=make.NOW)
    assert not Service.objects.exists()
    goes_seven_years_after(account, make.NOW)


def test_what_was_a_service_of_their_account_counts_for_people_who_outlive_both() -> None:
    in_force(person=PERSON, **SERVICES)
    account = make.account(at=LONG_AGO)
    owner = make.owner(account)
    make.service(account, at=LONG_AGO, ended=make.NOW - 100 * DAY)
    running = make.service(make.account(owner, at=LONG_AGO), at=LONG_AGO)
    keep(on=make.NOW.date(), at=make.NOW)
    assert Person.objects.get().last_seen_at == make.NOW - 100 * DAY
    Account.objects.update(erasure_asked_at=make.NOW)
    keep(on=make.NOW.date(), at=make.NOW)
    assert not Account.objects.exists() and not Service.objects.filter(pk=running.pk).exists()
    goes_seven_years_after(owner, make.NOW)


def test_who_leaves_an_account_was_active_for_as_long_as_it_was() -> None:
    in_force(person=PERSON)
    account, friend = make.account(at=LONG_AGO), make.person(at=LONG_AGO)
    make.service(account, at=LONG_AGO)
    membership = make.trusted(account, friend)
    withdraw_access(membership, by=make.owner(account), at=make.NOW)
    goes_seven_years_after(friend, make.NOW)


def test_who_hands_an_account_over_and_leaves_was_active_until_then() -> None:
    in_force(person=PERSON)
    account, heir = make.account(at=LONG_AGO), make.person(at=LONG_AGO)
    owner = make.owner(account)
    ended = make.NOW - 50 * DAY
    make.service(account, at=LONG_AGO, ended=ended)
    hand_over(make.trusted(account, heir), by=owner, at=make.NOW)
    withdraw_access(Membership.objects.get(person=owner), by=heir, at=make.NOW)
    goes_seven_years_after(owner, ended)


def test_the_last_sign_in_of_who_joins_counts_for_the_account() -> None:
    in_force()
    account = make.account(at=LONG_AGO)
    friend = make.verified(make.person(at=LONG_AGO))
    make.signin(friend, at=make.NOW)
    invitation, _secret = invite(
        account, friend.email, ["support"], by=make.owner(account), at=make.NOW
    )
    accept(invitation, friend, at=make.NOW)
    erase(friend, at=make.NOW)
    goes_seven_years_after(account, make.NOW)
