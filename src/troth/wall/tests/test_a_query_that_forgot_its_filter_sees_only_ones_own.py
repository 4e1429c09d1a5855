"""Behind the wall, `SELECT` without `WHERE` from every table that is about somebody."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from troth.accounts.models import Account, Membership, Person
from troth.erasure.models import ForgetRequest
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.history import Life, histories, play
from troth.wall.enter import behind_wall
from troth.wall.tests.every_row import about_somebody, own_rows, seen_rows, with_every_row


@pytest.mark.django_db
def test_of_two_customers_with_a_row_in_every_table_each_sees_their_own() -> None:
    one, other = (make.owner(with_every_row()) for _ in range(2))
    tables = {
        model._meta.db_table
        for model, data in about_somebody().items()
        if not all("__" in lookup for lookup in data.subjects)
    }
    for person in (one, other):
        own = own_rows(person)
        assert {table for table, _ in own} == tables
        with behind_wall(person):
            assert seen_rows() == own
    assert not own_rows(one) & own_rows(other)


class EachHistory(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(histories)
    def test_shows_each_person_their_own(self, history: list[Life]) -> None:
        make.in_force()
        for account in play(history):
            person = make.owner(account)
            fellows = Person.objects.filter(
                memberships__account__in=person.memberships.values("account")
            )
            seen = own_rows(person) | {("accounts_person", fellow.pk) for fellow in fellows}
            with behind_wall(person):
                assert seen_rows() == seen


@pytest.mark.django_db
def test_the_people_of_an_account_see_each_other_and_nothing_else_of_each_other() -> None:
    account = make.full_account()
    owner, trusted = make.owner(account), make.person()
    make.trusted(account, trusted)
    make.signin(trusted)
    elsewhere = make.full_account()
    make.trusted(elsewhere, trusted)
    with behind_wall(owner):
        assert set(Person.objects.all()) == {owner, trusted}
        assert set(Account.objects.all()) == {account}
        assert Membership.objects.count() == 2  # of whom they trust
        assert not trusted.signins.exists()
    with behind_wall(trusted):
        assert set(Account.objects.all()) == {account, elsewhere}


@pytest.mark.django_db
def test_rows_about_nobody_are_nobodys() -> None:
    orphan = make.ticket(make.account())
    Ticket.objects.filter(pk=orphan.pk).update(account=None, opened_by=None)
    ForgetRequest.objects.create(
        recipient="registry",
        reference="r",
        receipt=uuid4(),
        asked_at=make.NOW,
        next_at=make.NOW,
    )
    with behind_wall(make.owner(make.account())):
        assert not Ticket.objects.exists()
        assert not TicketMessage.objects.exists()
        assert not ForgetRequest.objects.exists()
