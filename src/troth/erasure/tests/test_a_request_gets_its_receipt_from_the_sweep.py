from datetime import timedelta

import pytest

from troth.accounts.models import Person
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.keep import keep
from troth.erasure.receipt import receipt
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_with_what_went_and_who_was_told() -> None:
    make.in_force("soffront")
    account = make.full_account()
    ask_erasure(make.owner(account), at=make.NOW)
    later = make.NOW + timedelta(days=3)
    keep(on=later.date(), at=later)
    assert not Person.objects.exists()
    number = Entry.objects.get(event="person.erased").receipt
    shown = receipt(number, at=make.NOW)
    assert {"account", "ticket"} <= {line.record for line in shown.gone}
    assert [(told.recipient, told.state) for told in shown.recipients] == [("registry", "waiting")]
