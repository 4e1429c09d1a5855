from datetime import timedelta

import pytest
from django.utils import timezone

from troth.erasure.keep import keep
from troth.services.models import Service
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.visit import signed_in

NOW = timezone.now()
TODAY = NOW.date()

pytestmark = pytest.mark.django_db(transaction=True)


def test_within_thirty_days_while_the_account_goes_on() -> None:
    make.in_force("soffront")
    account = make.account()
    deleted = make.ticket(account, at=NOW - timedelta(days=90))
    ended = make.service(account, at=NOW - timedelta(days=90), ended=NOW)
    page = f"/account/{account.pk}/tickets/{deleted.pk}/"
    client = signed_in(make.owner(account))
    assert f"{page}delete/" in client.get(page).content.decode()
    for _click in range(2):
        assert client.post(f"{page}delete/").status_code == 302
    client.post(f"/privacy-centre/delete/service/{ended.pk}/")
    stays = (make.ticket(account, at=NOW), make.service(account, at=NOW))

    keep(on=TODAY + timedelta(days=29), at=NOW)
    assert (Ticket.objects.count(), Service.objects.count()) == (2, 2)
    keep(on=TODAY + timedelta(days=30), at=NOW)
    assert (Ticket.objects.get(), Service.objects.get()) == stays
