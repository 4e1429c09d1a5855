"""Take back a request that has not been answered."""

from datetime import datetime

from django.db import transaction

from troth.accounts.models import Account, Person
from troth.privacy.erase import owned_accounts
from troth.privacy.models import RightsRequest
from troth.privacy.requests.close import close
from troth.privacy.requests.locked import locked


@transaction.atomic
def take_back(request: RightsRequest, *, at: datetime) -> None:
    """Close a request because whoever asked no longer wants it; nothing is carried out.

    Raises TrothError when it is closed already.
    """
    if request.right == "erase" and request.person:
        spare(request.person)
    close(locked(request), RightsRequest.State.TAKEN_BACK, at=at)


def spare(person: Person) -> None:
    """Keep the next sweep from an erasure that a person had asked for."""
    # Accounts before their people, as every removal locks them.
    Account.objects.filter(pk__in=owned_accounts(person)).update(erasure_asked_at=None)
    Person.objects.filter(pk=person.pk).update(erasure_asked_at=None)
