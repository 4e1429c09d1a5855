"""Erase a person on request (GDPR Art. 17), in one transaction with its evidence."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from troth.accounts.models import Account, Membership, Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.journal.append import append_many
from troth.journal.models import Entry
from troth.policy.plan import Plan
from troth.privacy.deadlock import retry_deadlocks
from troth.privacy.remove import Removed, remove
from troth.privacy.running import plan_on


@dataclass(frozen=True)
class Erasure:
    """What was done. `receipt` is its number in the journal; `complete` unless a hold stood by."""

    receipt: UUID
    counts: dict[str, object]
    complete: bool


@enforces("right.erase")
def erase(person: Person, *, at: datetime, rule: str = "right.erase") -> Erasure:
    """Erase a person and the accounts that they own; what the law keeps stays by its rule.

    Other people of those accounts go too unless they belong elsewhere. What a hold covers stays,
    the request stands, and the next sweep after the hold is lifted carries it out.

    Raises TrothError when the person is staff, is gone already, or has restricted processing.
    """
    return retry_deadlocks(lambda: _erase(person, plan_on(at.date()), at=at, rule=rule))


@transaction.atomic
def _erase(person: Person, plan: Plan, *, at: datetime, rule: str) -> Erasure:
    receipt = uuid4()
    owned = owned_accounts(person)
    refuse_where_it_must_not(person, owned)
    Account.objects.filter(pk__in=owned).update(erasure_asked_at=at)
    if not Person.objects.filter(pk=person.pk).update(erasure_asked_at=at):
        raise TrothError("This person has been erased already; there is nothing left to do.")
    removed = Removed()
    removed += remove("account", owned, plan=plan, at=at, receipt=receipt, dated=True)
    removed += remove("person", [person.pk], plan=plan, at=at, receipt=receipt, dated=True)
    complete = ("person", person.pseudonym) in removed.gone
    evidence = Entry(
        receipt=receipt,
        event="person.erased" if complete else "person.partly_erased",
        at=at,
        rule=rule,
        policy=plan.digest,
        subject=person.pseudonym,
        counts=removed.tally.as_counts(),
    )
    others = tombstones(removed, plan, at=at, rule=rule, but=person.pseudonym)
    append_many([evidence, *others])
    return Erasure(receipt, evidence.counts, complete)


def tombstones(
    removed: Removed, plan: Plan, *, at: datetime, rule: str, but: UUID | None = None
) -> list[Entry]:
    """One journal entry for each subject that is gone: by it a restored backup is cleaned."""
    return [
        Entry(event=f"{kind}.erased", at=at, rule=rule, policy=plan.digest, subject=pseudonym)
        for kind, pseudonym in removed.gone
        if pseudonym != but
    ]


def owned_accounts(person: Person) -> list[int]:
    """The keys of the accounts that go when their owner goes."""
    owned = Membership.objects.filter(person=person, role=Membership.Role.OWNER)
    return list(owned.order_by("account_id").values_list("account_id", flat=True))


def refuse_where_it_must_not(person: Person, owned: list[int]) -> None:
    """Raise TrothError for staff and for subjects whose processing is restricted."""
    if person.is_staff:
        raise TrothError("This is a staff login; take the staff role away before erasing it.")
    restricted = Account.objects.filter(pk__in=owned, restricted_at__isnull=False).exists()
    if restricted or Person.objects.filter(pk=person.pk, restricted_at__isnull=False).exists():
        raise TrothError(
            "Processing is restricted for this person; lift the restriction before erasing."
        )
