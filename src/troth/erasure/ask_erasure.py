"""Ask for erasure where the policy has staff answer, and take the request back."""

from datetime import datetime

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.erasure.erase import refuse_where_it_must_not
from troth.publishing.running import plan_on, policy_on
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of
from troth.requests.take_back import take_back as take_request_back
from troth.requests.verify import waits_for_proof


@enforces("right.erase")
@act
def ask_erasure(person: Person, *, at: datetime) -> RightsRequest:
    """Take in, in the account area, that a person wants to be erased.

    Staff or the next sweep carries it out; staff alone, where the policy asks for a proof beyond
    the sign-in. Asking twice changes nothing. Raises TrothError where `erase` would, and where
    the policy does not take the request here.
    """
    owned = owned_accounts(person)
    refuse_where_it_must_not(person, owned, plan_on(at.date()))
    request = ask(person, "erase", at=at)
    if not waits_for_proof(request, rule_of(request.rule, policy_on(at.date()))):
        Person.objects.filter(pk=person.pk, erasure_asked_at=None).update(erasure_asked_at=at)
        Account.objects.filter(pk__in=owned, erasure_asked_at=None).update(erasure_asked_at=at)
    return request


@act
def take_back(person: Person, *, at: datetime) -> None:
    """Take back a request that has not been carried out; without one, nothing changes."""
    state = RightsRequest.State.OPEN
    for request in RightsRequest.objects.filter(person=person, right="erase", state=state):
        take_request_back(request, at=at)
