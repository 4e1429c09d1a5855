from datetime import timedelta

import pytest

from troth.accounts.models import Account
from troth.core.limits import Limits
from troth.erasure import keep as module
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.stuck import stuck

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_chunk_that_waits_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONG", Limits(lock=1, statement=0))
    make.in_force("websoft")
    cancelled = make.NOW - timedelta(days=800)
    accounts = [make.full_account(at=cancelled) for _ in range(3)]
    Account.objects.update(cancelled_at=cancelled)
    used = accounts[0]
    with stuck("SELECT 1 FROM accounts_person WHERE id = %s FOR UPDATE", make.owner(used).pk):
        keep(on=make.NOW.date(), at=make.NOW, chunk=1)
        assert list(Account.objects.all()) == [used]
    keep(on=make.NOW.date(), at=make.NOW, chunk=1)
    assert not Account.objects.exists()
    assert Entry.objects.filter(event="account.erased").count() == 3
