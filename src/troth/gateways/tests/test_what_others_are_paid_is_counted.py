"""Another system takes payments on the same account of a gateway: they are counted, not queued."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.billing.books import check
from troth.billing.models import Payment, Posting
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent, Payout
from troth.gateways.payout_gaps import payout_gaps
from troth.gateways.tests.test_what_is_owed_is_taken_by_the_way_that_is_kept import (
    due,
    night,
    steps,  # noqa: F401  (a fixture)
)
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def handled(pretend: Counterpart) -> None:
    assert {*pretend.deliver()} <= {204}
    handle_open(at=make.NOW)
    work_due(at=make.NOW)
    assert not check()


def page(address: str) -> str:
    client = Client()
    client.force_login(make.staff("billing"))
    return client.get(address).content.decode().replace("\xa0", " ")


def cash(part: str) -> int:
    found = Posting.objects.filter(ledger="cash", part=part)
    return sum(found.values_list("amount", flat=True))


def test_they_are_one_line_at_the_desk(pretend: Counterpart) -> None:
    sold = [pretend.do("sell", amount=amount) for amount in (1000, 2000, 3000)]
    handled(pretend)
    pretend.do("refund", payment=sold[0]["reference"], amount=400, key="")
    pretend.do("dispute", payment=sold[1]["reference"])
    handled(pretend)
    assert not GatewayEvent.objects.waiting().exists()
    assert not GatewayEvent.objects.still_open().exists()
    assert not Payment.objects.exists()
    assert "5 notices of pretend are of another system" in page("/desk/gateways/events/")
    assert {bytes(each.raw) for each in GatewayEvent.objects.filter(asks="foreign")} == {b""}


def test_what_may_be_ours_waits_for_a_person(pretend: Counterpart) -> None:
    due(pretend)
    pretend.do("sell", amount=1000, customer="cus_1")
    handled(pretend)
    asks = [*GatewayEvent.objects.waiting().values_list("asks", flat=True)]
    assert asks == [Asks.KEY]
    assert "another system" not in page("/desk/gateways/events/")


def test_their_part_of_a_payout_has_a_name(pretend: Counterpart) -> None:
    due(pretend)
    night()
    pretend.do("sell", amount=1000)
    handled(pretend)
    pretend.do("payout")
    handled(pretend)
    payout = Payout.objects.get()
    theirs = payout.parts.get(foreign=True)
    assert cash("pretend") == 0, "what of it is ours"
    assert cash("pretend foreign") == -(theirs.amount + theirs.fee)
    told = page(f"/desk/gateways/payouts/{payout.pk}/")
    assert "of it is of another system" in told and "do not know" not in told
    assert not [gap for gap in payout_gaps(at=make.NOW) if "differs" in gap]


def test_one_that_was_ordered_by_hand_is_compared_with_the_bank_alone(
    pretend: Counterpart,
) -> None:
    due(pretend)
    night()
    handled(pretend)
    pretend.do("payout", by_hand=True)
    handled(pretend)
    payout = Payout.objects.get()
    assert payout.amount and cash("pretend") == 0
    assert "ordered by hand" in page(f"/desk/gateways/payouts/{payout.pk}/")
    (gap,) = payout_gaps(at=timezone.now() + timedelta(50))
    assert "is not at the bank" in gap
