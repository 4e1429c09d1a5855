"""Erase whoever asked for it, and answer."""

from datetime import datetime
from uuid import UUID

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.erasure.came_since import refuse_what_came_since
from troth.erasure.erase import erase, refuse_where_it_must_not
from troth.publishing.running import plan_on
from troth.requests.carry_out import asked_by, surely_asked_by
from troth.requests.models import RightsRequest
from troth.requests.verify_again import verify_again


@act
def carry_out_erasure(
    request: RightsRequest,
    text: str,
    *,
    at: datetime,
    again: str = "",
    staff: Person | None = None,
) -> UUID:
    """Erase whoever asked, and mail the receipt to where they could last be reached.

    The request goes with the person; the journal keeps that it was answered, and when. Returns
    the receipt's number. Raises TrothError as `erase` does, while it is not sure who asks, and
    where an account has come to them since, see `came_since`.

    again: the proof by which they have just shown `staff` anew who they are, and confirmed that all
    is to go; then nothing waits for the mail that could stop it, and what came since goes too.
    """
    person = asked_by(request)
    # Locked as the erasure locks them, so that a request taken back meanwhile is seen here.
    refuse_where_it_must_not(person, owned_accounts(person), plan_on(at))
    surely_asked_by(request, at=at)
    if again and staff:
        verify_again(request, again, staff=staff, at=at)
        Person.objects.filter(pk=person.pk).update(erasure_waits_until=None)
    else:
        refuse_what_came_since(request)
    erasure = erase(person, at=at, rule=request.rule, text=text)
    # Where a hold kept the person, the request is still there to be looked at.
    RightsRequest.objects.filter(pk=request.pk).update(answer=erasure.told)
    return erasure.receipt
