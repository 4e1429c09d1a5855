from datetime import timedelta

import pytest

from troth.accounts.models import Account, Activity
from troth.billing.models import Invoice
from troth.erasure.keep import keep
from troth.messaging.models import Message
from troth.services.models import Service
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_kept_while_it_is_needed_and_of_it_what_the_law_keeps() -> None:
    make.in_force("websoftmaster")
    account = make.full_account()
    make.service(account)
    Account.objects.update(reseller=True)
    late = make.NOW + timedelta(days=365 * 3)
    keep(on=late.date(), at=make.NOW)
    parts = (Service, Activity, Message)
    assert all(model.objects.exists() for model in parts)  # the account goes on
    Service.objects.filter(ended_at=None).update(ended_at=make.NOW)
    Account.objects.update(cancelled_at=make.NOW)
    keep(on=late.date(), at=make.NOW)
    assert not any(model.objects.exists() for model in parts)
    assert Invoice.objects.get().party_name == "An Account"
