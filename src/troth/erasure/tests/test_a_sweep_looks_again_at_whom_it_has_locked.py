"""Between finding somebody and having them locked, a sweep waits: they may not be due by then."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.erasure.ask_erasure import ask_erasure, take_back
from troth.erasure.keep import Kept, keep
from troth.journal.models import Entry
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.services.models import Service
from troth.testing import make
from troth.testing.stuck import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def while_a_sweep_waits() -> Iterator[None]:
    """What the block has locked, a sweep waits for at its end, and then goes on."""

    def sweep() -> Kept:
        at = make.NOW + timedelta(days=3)  # what was asked for at NOW waits no more
        try:
            return keep(on=at.date(), at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            yield
            swept = threads.submit(sweep)
            until_somebody_waits(swept)
        assert swept.result().failed == []


@pytest.mark.parametrize("owns", [True, False])
@pytest.mark.parametrize("refused", [True, False])
def test_whose_request_ended_stays(owns: bool, refused: bool) -> None:
    make.in_force("soffront")
    account = make.full_account()
    person = make.owner(account) if owns else make.person()
    if not owns:
        make.trusted(account, person)
    request = ask_erasure(person, at=make.NOW)
    with while_a_sweep_waits():
        if refused:
            refuse(request, "There is an open invoice.", at=make.NOW)
        else:
            take_back(person, at=make.NOW)
    assert Person.objects.get(pk=person.pk).erasure_asked_at is None
    assert Account.objects.filter(pk=account.pk).exists()
    assert RightsRequest.objects.get().state == ("refused" if refused else "taken back")
    assert not Entry.objects.filter(event__contains="erased").exists()


def test_an_account_that_has_a_service_again_stays() -> None:
    make.in_force()
    long_ago = make.NOW - timedelta(days=4000)
    account = make.account(at=long_ago)
    service = make.service(account, at=long_ago, ended=long_ago)
    with while_a_sweep_waits():
        lock_or_refuse(make.owner(account))
        Service.objects.filter(pk=service.pk).update(ended_at=None)
    assert Account.objects.filter(pk=account.pk).exists()
