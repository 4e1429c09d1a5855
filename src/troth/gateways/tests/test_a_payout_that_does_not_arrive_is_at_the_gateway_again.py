"""A payout that was on its way and does not arrive is at the gateway again, and in the next."""

import pytest

from troth.bank.settle_payout import payout_of
from troth.billing.books import check
from troth.billing.models import Posting
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent, Payout
from troth.gateways.payout_gaps import payout_gaps
from troth.gateways.tests.test_what_is_owed_is_taken_by_the_way_that_is_kept import (
    due,
    night,
    steps,  # noqa: F401  (a fixture)
)
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def payout(pretend: Counterpart) -> Payout:
    due(pretend)
    night()
    pretend.do("payout")
    handled(pretend)
    return Payout.objects.get()


def handled(pretend: Counterpart) -> None:
    assert {*pretend.deliver()} == {204}
    handle_open(at=make.NOW)
    work_due(at=make.NOW)
    assert not check()


def at_the_gateway(ledger: str) -> int:
    found = Posting.objects.filter(ledger=ledger, part="pretend")
    return sum(found.values_list("amount", flat=True))


def asks() -> list[str]:
    return [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]


def test_it_is_in_the_books_once(payout: Payout, pretend: Counterpart) -> None:
    assert (at_the_gateway("cash"), at_the_gateway("underway")) == (0, payout.amount)
    for _ in range(2):
        pretend.do("lose_payout", reference=payout.reference)
        handled(pretend)
        assert (at_the_gateway("cash"), at_the_gateway("underway")) == (payout.amount, 0)
    assert {*asks()} == {"payout"}
    assert not [gap for gap in payout_gaps(at=make.NOW) if "not at the bank" in gap]


def test_no_line_of_the_bank_is_it(payout: Payout, pretend: Counterpart) -> None:
    pretend.do("lose_payout", reference=payout.reference)
    handled(pretend)
    line = make.bank_line(None)
    line.amount, line.currency, line.text = payout.amount, payout.currency, payout.descriptor
    assert payout_of(line) is None
    Payout.objects.update(lost_at=None)
    assert payout_of(line) == payout


def test_the_next_brings_it(payout: Payout, pretend: Counterpart) -> None:
    pretend.do("lose_payout", reference=payout.reference)
    handled(pretend)
    pretend.do("payout")
    handled(pretend)
    assert (at_the_gateway("cash"), at_the_gateway("underway")) == (0, payout.amount)


def test_what_the_bank_has_said_to_be_there_is_for_a_person(
    payout: Payout, pretend: Counterpart
) -> None:
    Payout.objects.update(bank_line=1)
    pretend.do("lose_payout", reference=payout.reference)
    handled(pretend)
    assert (at_the_gateway("cash"), asks()) == (0, ["payout"])
