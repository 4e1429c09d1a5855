"""Whatever was read before, the address that counts is the one that the person has now."""

import pytest
from allauth.account.models import EmailAddress

from troth.accounts.email import confirm_email, first_address, propose_email
from troth.accounts.models import Person
from troth.testing import make

pytestmark = pytest.mark.django_db
NEW = "new@customer.example"


def test_it_stands_in_the_log_of_the_accounts_that_are_theirs() -> None:
    account = make.account()
    person = make.verified(make.owner(account))
    make.trusted(make.account(), person)
    confirm_email(propose_email(person, NEW), at=make.NOW)
    assert account.activity.get().what == "e-mail address changed"
    assert account.activity.get().person == person
    confirm_email(EmailAddress.objects.get(), at=make.NOW)
    assert account.activity.count() == 1  # the same address once more is no change


def test_a_proposal_takes_no_address_away_that_was_confirmed_meanwhile() -> None:
    person = make.person()
    first_address(person, verified=True)
    before = Person.objects.get(pk=person.pk)
    confirm_email(propose_email(person, NEW), at=make.NOW)
    propose_email(before, "other@customer.example")
    assert EmailAddress.objects.get(primary=True).email == NEW
