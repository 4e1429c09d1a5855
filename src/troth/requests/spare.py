"""What the end of a request means for the erasure that it asked for."""

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.requests.models import RightsRequest


def spare(request: RightsRequest) -> None:
    """Keep the next sweep from the erasure that a request asks for; of others, and of
    one about the data of somebody else, nothing changes.

    Called before the request is locked: an erasure locks accounts, their people, then requests.
    """
    if request.right == "erase" and request.person and not request.whose:
        proved = RightsRequest.objects.filter(
            person=request.person, right="erase", whose="", state=RightsRequest.State.OPEN
        ).exclude(verified_at=None)
        if not request.verified_at and proved.exists():
            return  # it is by their own, proved request that they wait
        owned = owned_accounts(request.person)
        waits_no_more = {"erasure_asked_at": None, "erasure_waits_until": None}
        Account.objects.filter(pk__in=owned).update(**waits_no_more)
        Person.objects.filter(pk=request.person.pk).update(**waits_no_more)
