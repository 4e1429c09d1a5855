from datetime import date, timedelta

import pytest

from troth.accounts.models import Account
from troth.erasure.erase import erase
from troth.erasure.forget import forgotten, installed, tell_recipients
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.erasure.models import ForgetRequest
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.recipient import Obedient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_recipients() -> None:
    installed.cache_clear()
    Obedient.asked.clear()


def erased(recipient: str) -> ForgetRequest:
    make.in_force("websoftmaster")
    account: Account = make.account()
    make.disclosure(account, recipient=recipient)
    make.disclosure(account, recipient=recipient)
    erase(make.owner(account), at=make.NOW)
    first = ForgetRequest.objects.order_by("pk").first()
    assert first and ForgetRequest.objects.count() == 2
    return first


def test_a_recipient_that_answers() -> None:
    reference = erased("registry").reference
    tell_recipients(at=make.NOW)
    assert reference in Obedient.asked
    assert {(r.state, r.reference) for r in ForgetRequest.objects.all()} == {("done", "")}
    assert Entry.objects.filter(event="recipient.forgot", rule="share.registry").count() == 2


def test_a_recipient_that_fails_for_now_is_called_again_later() -> None:
    erased("flaky")
    tell_recipients(at=make.NOW)
    assert ForgetRequest.objects.filter(state="waiting").count() == 1
    tell_recipients(at=make.NOW)
    assert ForgetRequest.objects.filter(state="waiting").count() == 1
    tell_recipients(at=make.NOW + timedelta(minutes=2))
    assert ForgetRequest.objects.filter(state="done").count() == 2


@pytest.mark.parametrize("recipient", ["stubborn", "not-installed"])
def test_a_recipient_that_cannot_be_called_is_told_by_hand(recipient: str) -> None:
    request = erased(recipient)
    tell_recipients(at=make.NOW)
    assert set(ForgetRequest.objects.values_list("state", flat=True)) == {"by hand"}
    assert ForgetRequest.objects.exclude(reference="").count() == 2
    later = make.NOW + timedelta(days=1)
    forgotten([request.pk], at=later)
    request.refresh_from_db()
    assert (request.state, request.reference, request.answered_at) == ("done", "", later)


def test_of_two_who_told_a_recipient_one_is_noted() -> None:
    request = erased("not-installed")
    tell_recipients(at=make.NOW)
    for _ in range(2):
        forgotten([request.pk], at=make.NOW)
    assert Entry.objects.filter(event="recipient.forgot").count() == 1


@pytest.mark.parametrize("held", ["disclosure", "*"])
def test_under_a_hold_nobody_is_told_until_it_is_lifted(held: str) -> None:
    make.in_force("websoftmaster")
    account = make.account()
    make.disclosure(account)
    placed = hold(
        account,
        records=[held],
        reason="a dispute",
        owner="legal",
        review_on=date(2040, 1, 1),
        at=make.NOW,
    )
    erase(make.owner(account), at=make.NOW)
    assert not ForgetRequest.objects.exists()
    release(placed, at=make.NOW)
    keep(on=make.NOW.date(), at=make.NOW)
    assert ForgetRequest.objects.get().state == "waiting"
