"""Sweeps and erasures in several threads: everything goes once, and nobody is in another's way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_subject_is_erased_once() -> None:
    make.in_force("websoft")
    cancelled = make.NOW - timedelta(days=800)
    people = []
    for _ in range(15):
        account = make.full_account(at=cancelled)
        Account.objects.filter(pk=account.pk).update(cancelled_at=cancelled)
        people.append(make.owner(account))

    def sweep() -> None:
        keep(on=make.NOW.date(), at=make.NOW, chunk=2)
        connection.close()

    def erasures() -> None:
        for person in people:
            try:
                erase(person, at=make.NOW)
            except TrothError as error:
                assert "already been erased" in str(error)
        connection.close()

    with ThreadPoolExecutor() as threads:
        for work in [threads.submit(f) for f in (sweep, erasures, sweep)]:
            work.result()
    keep(on=make.NOW.date(), at=make.NOW)

    assert not Account.objects.exists()
    assert not Person.objects.exists()
    for kind in ("account", "person"):
        entries = Entry.objects.filter(event=f"{kind}.erased")
        assert entries.count() == 15
        assert entries.values("subject").distinct().count() == 15
