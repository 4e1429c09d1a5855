"""Rows that the law keeps, and whose clock has not started when their subject goes.

Since when they are kept stands in a column of the engine's own; what the row says is left as it
was: nobody has closed the ticket or answered the request.
"""

from datetime import timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.erasure.keep import keep
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.take_in import take_in
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
KEPT = """
[keep.request]
from = "closing"
for = "3 years"
basis = "legal-claims"

[keep.ticket]
from = "closing"
for = "3 years"
basis = "legal-claims"

[keep.people]"""


def in_force() -> None:
    """Softsys's policy, in which claims keep requests and tickets for three years."""
    source = shipped()["softsys"].read_text()
    for listed, left in (
        ('"disclosure", "request"]', '"disclosure"]'),
        ('"ticket", "message"', '"message"'),
        ("[keep.people]", KEPT.lstrip()),
    ):
        assert source.count(listed) == 1
        source = source.replace(listed, left)
    published = publish(parse(source.encode(), "claims"), at=make.LONG_AGO)
    PublishedPolicy.objects.filter(pk=published.pk).update(in_force_from=make.LONG_AGO.date())


def going_on(account: Account) -> None:
    """A ticket and a request that are open."""
    make.ticket(account)
    ask(make.owner(account), "export", at=make.NOW)


def test_nothing_is_closed_that_nobody_has_closed() -> None:
    in_force()
    account = make.account()
    going_on(account)
    person = make.owner(account)
    told = preview(person, at=make.NOW).as_counts()["stays"]

    erased = erase(person, at=make.NOW)

    assert not Account.objects.exists() and not Person.objects.exists()
    ticket, request = Ticket.objects.get(), RightsRequest.objects.get()
    assert ticket.closed_at is None
    assert (ticket.kept_since, ticket.kept_by) == (make.NOW, "keep.ticket")
    assert (ticket.account_id, request.subject_id) == (None, None)
    day = make.NOW.date().replace(year=make.NOW.year + 3).isoformat()
    assert told == erased.counts["stays"]
    assert {stay["until"] for stay in told.values()} == {day}


def test_it_goes_when_its_time_from_then_has_run() -> None:
    in_force()
    account = make.account()
    going_on(account)
    erase(make.owner(account), at=make.NOW)
    last = make.NOW.date().replace(year=make.NOW.year + 3)
    keep(on=last, at=make.NOW)
    assert Ticket.objects.count() == RightsRequest.objects.count() == 1
    assert keep(on=last + DAY, at=make.NOW).failed == []
    assert Ticket.objects.count() == RightsRequest.objects.count() == 0


def test_an_account_whose_request_is_open_goes_in_its_time_and_leaves_the_request() -> None:
    """Under such a policy the sweep used to end here, and every rule behind it for good."""
    in_force()
    long_ago = make.NOW - 3000 * DAY
    account = make.account(at=long_ago)
    ask(make.owner(account), "export", at=long_ago)
    other = make.signin(make.owner(make.account(at=long_ago)), at=long_ago)

    kept = keep(on=make.NOW.date(), at=make.NOW)

    assert kept.failed == [] and not Account.objects.exists()
    request = RightsRequest.objects.get()
    assert (request.state, request.closed_at) == ("open", None)
    assert not type(other).objects.exists()


def test_what_names_somebody_by_an_address_alone_is_kept_as_long() -> None:
    in_force()
    person = make.verified(make.owner(make.account()))
    take_in(
        person.email,
        "Delete me.",
        mail_id="<1@mail>",
        asked_at=make.NOW,
        at=make.NOW,
        genuine=False,
    )
    told = preview(person, at=make.NOW).as_counts()

    erased = erase(person, at=make.NOW)

    request = RightsRequest.objects.get()
    assert (request.kept_since, request.kept_by) == (make.NOW, "keep.request")
    assert request.closed_at is None
    assert erased.counts == told and told["addressed"] == {"message": 1}
    day = make.NOW.date().replace(year=make.NOW.year + 3)
    assert told["stays"]["request"]["until"] == day.isoformat()
    keep(on=day, at=make.NOW)
    assert RightsRequest.objects.exists()
    keep(on=day + DAY, at=make.NOW)
    assert not RightsRequest.objects.exists()
