from datetime import timedelta

import pytest

from troth.bank.models import BankLine
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("policy", ["softsys", "soffront", "ispsystem", "websoft", "websoftmaster"])
def test_a_line_of_nobody_loses_its_names_in_its_time(policy: str) -> None:
    make.in_force(policy)
    make.bank_line(None)
    make.bank_line(make.account())
    for days, named in ((300, 2), (11 * 366, 0)):
        at = make.NOW + timedelta(days=days)
        keep(on=at.date(), at=at)
        assert BankLine.objects.exclude(party="").count() == named
    assert not BankLine.objects.exclude(party="", party_iban="", text="").exists()
    assert not BankLine.objects.exclude(amount=1190).exists()


def test_an_erasure_leaves_what_the_law_keeps_without_its_account() -> None:
    make.in_force()
    account = make.account()
    line = make.bank_line(account)
    erase(make.owner(account), at=make.NOW)
    line.refresh_from_db()
    assert line.account_id is None and line.party and line not in BankLine.objects.waiting()
