from datetime import timedelta

import pytest

from troth.erasure.keep import keep
from troth.services.models import Service
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.promise("SF-19")
def test_within_thirty_days_while_the_account_goes_on() -> None:
    make.in_force("soffront")
    account = make.account()
    deleted = make.ticket(account, at=make.NOW - timedelta(days=90))
    ended = make.service(account, at=make.NOW - timedelta(days=90), ended=make.NOW)
    Ticket.objects.filter(pk=deleted.pk).update(deleted_at=make.NOW)
    Service.objects.filter(pk=ended.pk).update(deleted_at=make.NOW)
    stays = (make.ticket(account), make.service(account))

    keep(on=make.NOW.date() + timedelta(days=29), at=make.NOW)
    assert (Ticket.objects.count(), Service.objects.count()) == (2, 2)
    keep(on=make.NOW.date() + timedelta(days=30), at=make.NOW)
    assert (Ticket.objects.get(), Service.objects.get()) == stays
