"""Ask for erasure in the account area, and take the request back."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.erasure.erase import refuse_where_it_must_not
from troth.erasure.stop_erasure import token_for
from troth.erasure.tell import tell_asked, tell_trusted
from troth.erasure.wait import carried_out_on, wait_until
from troth.policy.about import rule_about
from troth.policy.parse import Policy
from troth.policy.rights import at_once, right_to
from troth.publishing.running import plan_on, policy_on
from troth.requests.ask import ask
from troth.requests.clock import due_on
from troth.requests.models import RightsRequest
from troth.requests.take_back import take_back as take_request_back


@act
def ask_erasure(person: Person, *, at: datetime) -> RightsRequest:
    """Take in, in the account area, that a person wants to be erased.

    Staff carry it out, and no sweep does; or, where the policy lets the account area do it, the
    sweep. Both wait, see `wait.py`. The registered address is told how to stop it, and of what a
    sweep does, whoever is trusted with what goes is told as well. Asking twice changes nothing,
    but where the open request came another way, the wait begins and the mail goes now.
    Raises TrothError where `erase` would, and where the policy does not take the request here.
    """
    owned = owned_accounts(person)
    policy = policy_on(at)
    refuse_where_it_must_not(person, owned, plan_on(at))
    by_itself = rule_about("right.erase", policy) if at_once(right_to("erase", policy)) else ""
    request = ask(person, "erase", at=at, rule=by_itself or None)
    until = would_wait_until(person, request.rule, policy, at=at)
    if not by_itself:
        new = request.asked_at == at
        here = Q() if new else Q(erasure_waits_until=None)
        began = Person.objects.filter(here, pk=person.pk).update(erasure_waits_until=until)
        if new or (began and until):
            tell_asked(person, policy, on=None, token=token_for(request), at=at)
        return request
    mark = {"erasure_asked_at": at, "erasure_waits_until": until}
    Account.objects.filter(pk__in=owned, erasure_asked_at=None).update(**mark)
    if Person.objects.filter(pk=person.pk, erasure_asked_at=None).update(**mark) and until:
        on = carried_out_on(until)
        tell_asked(person, policy, on=on, token=token_for(request), at=at)
        tell_trusted(owned, "ending", policy, on=on, at=at)
    return request


def would_wait_until(person: Person, rule: str, policy: Policy, *, at: datetime) -> datetime | None:
    """Until when an erasure waits that a person asks for now in the account area, by a rule.

    It counts from now, whatever request is open; see `wait.py`. None: it does not wait.
    """
    proved = waiting_of(person).exclude(verified_at=None)
    before = proved.aggregate(day=Min("due_on"))["day"]
    return wait_until(due_on(rule, day_at(at), policy), at=at, before=before)


@act
def take_back(person: Person, *, at: datetime) -> None:
    """Take back a request that has not been carried out; without one, nothing changes."""
    for request in waiting_of(person):
        take_request_back(request, at=at)


def waiting_of(person: Person) -> QuerySet[RightsRequest]:
    """The person's own request for erasure that waits for its answer."""
    mine = RightsRequest.objects.filter(person=person, right="erase", whose="")
    return mine.filter(state=RightsRequest.State.OPEN)
