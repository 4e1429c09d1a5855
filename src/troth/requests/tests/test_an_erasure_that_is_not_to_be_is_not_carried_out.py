"""The sweep carries out what was asked, proved, and neither refused nor given to somebody else."""

from collections.abc import Callable
from datetime import date

import pytest

from troth.accounts.models import Account, Person
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.keep import keep
from troth.policy.parse import parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.requests.hand_over import hand_over
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.testing import make
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)

ENDS: list[Callable[[RightsRequest], object]] = [
    lambda request: refuse(request, "There is an open invoice.", at=NOW),
    lambda request: hand_over(request, reseller(), at=NOW),
]


def reseller() -> Account:
    account = make.account()
    Account.objects.filter(pk=account.pk).update(reseller=True)
    account.refresh_from_db()
    return account


@pytest.mark.parametrize("end", ENDS, ids=["refused", "handed over"])
def test_of_a_request_that_has_ended(end: Callable[[RightsRequest], object]) -> None:
    make.in_force("websoftmaster")
    account = make.account()
    person = make.owner(account)
    end(ask_erasure(person, at=NOW))
    keep(on=NOW.date(), at=NOW)
    assert Person.objects.get(pk=person.pk).erasure_asked_at is None
    assert Account.objects.get(pk=account.pk).erasure_asked_at is None


def test_of_a_request_that_waits_for_its_proof() -> None:
    source = make.policy("websoftmaster").source
    stricter = source.replace('"sign-in", "registered-email"', '"government-id"')
    assert stricter != source
    publish(parse(stricter.encode()), at=make.LONG_AGO)
    PublishedPolicy.objects.update(in_force_from=date(2000, 1, 1))
    person = make.owner(make.account())
    request = ask_erasure(person, at=NOW)
    keep(on=NOW.date(), at=NOW)
    request.refresh_from_db()
    assert (request.state, request.verified_at) == ("open", None)
    assert Person.objects.filter(pk=person.pk).exists()
