from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from troth.accounts.models import Account, Membership
from troth.core.written_once import Given, written_once
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_is_told_what_is_theirs() -> None:
    made = []

    @written_once
    def owned() -> QuerySet[Membership]:
        made.append("once")
        owners = Membership.objects.filter(person=Given("person"), role="owner")
        return owners.select_related("account").order_by("pk")

    def ask(account: Account) -> list[Account]:
        try:
            return [each.account for each in owned(person=make.owner(account).pk)]
        finally:
            connection.close()  # a thread's own

    accounts = [make.account() for _ in range(3)]
    assert ask(accounts[0]) == [accounts[0]]
    Account.objects.filter(pk=accounts[0].pk).update(name="Another")
    assert ask(accounts[0])[0].name == "Another"  # nothing is kept but the SQL
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(ask, accounts)) == [[account] for account in accounts]
    assert owned(person=0) == []
    assert made == ["once"]
