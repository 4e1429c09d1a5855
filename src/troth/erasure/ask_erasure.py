"""Ask for erasure where the policy has staff answer, and take the request back."""

from datetime import datetime

from django.db.models import QuerySet

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.erasure.erase import refuse_where_it_must_not
from troth.publishing.running import plan_on
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.take_back import take_back as take_request_back


@enforces("right.erase")
@act
def ask_erasure(person: Person, *, at: datetime) -> RightsRequest:
    """Take in, in the account area, that a person wants to be erased.

    Staff carry it out, and no sweep does. Asking twice changes nothing. Raises TrothError where
    `erase` would, and where the policy does not take the request here.
    """
    refuse_where_it_must_not(person, owned_accounts(person), plan_on(at.date()))
    return ask(person, "erase", at=at)


@act
def take_back(person: Person, *, at: datetime) -> None:
    """Take back a request that has not been carried out; without one, nothing changes."""
    for request in waiting_of(person):
        take_request_back(request, at=at)


def waiting_of(person: Person) -> QuerySet[RightsRequest]:
    """The person's own request for erasure that waits for staff."""
    mine = RightsRequest.objects.filter(person=person, right="erase", whose="")
    return mine.filter(state=RightsRequest.State.OPEN)
