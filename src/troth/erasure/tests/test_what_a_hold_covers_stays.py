"""An erasure that a hold stops in part is answered, and goes on by itself."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.erasure.hold import hold
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("records", "kept"), [("invoice", 0), ("*", 1)])
def test_the_request_is_done_whether_or_not_it_stays(records: str, kept: int) -> None:
    make.in_force("softsys")
    now = timezone.now()
    account = make.full_account()
    hold(
        account,
        records=[records],
        reason="An audit",
        owner="A Colleague",
        review_on=now.date().replace(year=now.year + 1),
        at=now,
    )
    owner = make.owner(account)
    request = ask(owner, "erase", at=now)
    desk = Client()
    desk.force_login(make.staff("privacy"))
    here = f"/desk/requests/{request.pk}/carry-out/"
    assert b"under a hold" in desk.get(here).content
    sent = desk.post(here, {"text": "The rest follows: {link}"})
    assert sent["Location"] == f"/desk/requests/{request.pk}/"
    # The owner is kept as long as the account; the sweep after the hold takes both.
    assert Person.objects.get(pk=owner.pk).erasure_asked_at
    requests = RightsRequest.objects.filter(state="done", answer__contains="/receipts/")
    assert RightsRequest.objects.count() == requests.count() == kept
    assert Entry.objects.filter(event="request.answered", rule="right.erase").count() == 1
