"""ask() finds the policy's rule by the right, by who asks and by the channel."""

from datetime import date, timedelta
from functools import partial

import pytest

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.testing import make
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db


def test_a_request_has_its_rule_its_deadline_and_its_proof() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=NOW)
    assert (request.rule, request.channel) == ("right.access", "portal")
    assert request.due_on == date(2026, 6, 30)  # ten business days; 19 June is a holiday there
    assert (request.verified_at, request.verified_by) == (NOW, "sign-in")


def test_asking_twice_is_one_request() -> None:
    make.in_force("websoftmaster")
    person = make.person()
    first = ask(person, "access", at=NOW)
    assert ask(person, "access", at=NOW) == first
    assert ask(person, "export", at=NOW) != first
    assert Entry.objects.filter(event="request.asked").count() == 2


def test_mail_from_the_registered_address_of_an_inactive_customer_is_due_at_once() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    service = make.service(account, at=NOW - timedelta(days=30))
    mail = partial(ask, at=NOW, channel="registered-email")
    request = mail(owner, "erase")
    assert (request.rule, request.due_on) == ("right.erase", date(2026, 6, 18))
    request.delete()
    service.ended_at = NOW - timedelta(days=1)
    service.save()
    request = mail(owner, "erase")
    assert (request.rule, request.due_on) == ("right.erase-inactive", date(2026, 6, 15))
    assert request.verified_by == ""  # an erasure waits for the link that goes there


def test_a_sender_that_was_typed_proves_nothing() -> None:
    make.in_force("softsys")
    owner = make.owner(make.account())
    request = ask(owner, "erase", at=NOW, channel="email", sender=owner.email)
    assert (request.rule, request.verified_by) == ("right.erase", "")


def test_a_resellers_request_has_a_deadline_of_its_own() -> None:
    make.in_force("websoftmaster")
    account = make.account()
    Account.objects.filter(pk=account.pk).update(reseller=True)
    request = ask(make.owner(account), "erase", at=NOW)
    assert request.rule == "right.reseller-erase"
    assert request.due_on == date(2026, 7, 29)


def test_what_the_policy_does_not_offer_is_refused() -> None:
    make.in_force("softsys")
    person = make.person()
    with pytest.raises(TrothError, match="no right .* removed from public pages"):
        ask(person, "unpublish", at=NOW)
    with pytest.raises(TrothError, match="This is asked by e-mail or by a support ticket"):
        ask(person, "export", at=NOW, channel="phone")


def test_nobody_known_may_ask_too() -> None:
    make.in_force("softsys")
    request = ask(None, "erase", at=NOW, channel="email", sender="a@b.example")
    assert request.person is None and not request.verified_at
