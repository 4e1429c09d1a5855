"""Ask for erasure where the policy has staff answer, and take the request back."""

from datetime import datetime

from django.db import transaction

from troth.accounts.models import Account, Person
from troth.core.enforces import enforces
from troth.journal.append import append
from troth.privacy.erase import owned_accounts, refuse_where_it_must_not
from troth.privacy.running import plan_on


@enforces("right.erase")
@transaction.atomic
def ask_erasure(person: Person, *, at: datetime) -> None:
    """Note that a person wants to be erased; staff or the next sweep carries it out.

    Asking twice changes nothing. Raises TrothError where `erase` would.
    """
    owned = owned_accounts(person)
    refuse_where_it_must_not(person, owned, plan_on(at.date()))
    unasked = Person.objects.filter(pk=person.pk, erasure_asked_at__isnull=True)
    if unasked.update(erasure_asked_at=at):
        Account.objects.filter(pk__in=owned).update(erasure_asked_at=at)
        append("erasure.asked", at=at, rule="right.erase", subject=person.pseudonym)


@transaction.atomic
def take_back(person: Person, *, at: datetime) -> None:
    """Take back a request that has not been carried out; without one, nothing changes."""
    asked = Person.objects.filter(pk=person.pk, erasure_asked_at__isnull=False)
    # Accounts before their people, as every removal locks them.
    Account.objects.filter(pk__in=owned_accounts(person)).update(erasure_asked_at=None)
    if asked.update(erasure_asked_at=None):
        append("erasure.taken_back", at=at, rule="right.erase", subject=person.pseudonym)
