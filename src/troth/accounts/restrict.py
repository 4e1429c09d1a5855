"""Restrict processing and lift it (GDPR Art. 18). Restricted data is stored and nothing else."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from troth.accounts.events import LIFTED, RESTRICTED
from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.journal.event import Event
from troth.publishing.evidence import note

Subject = Account | Person


@act
def restrict(subject: Subject, *, at: datetime) -> bool:
    """Restrict processing of an account's or a person's data from `at` on; whether it was not.

    Until it is lifted, no sweep removes the data, nothing is sent and nothing is shared.
    Restricting twice changes nothing. Raises TrothError when the subject is gone.
    """
    return _mark(subject, RESTRICTED, restricted_at=at, at=at)


@act
def lift(subject: Subject, *, at: datetime) -> bool:
    """Lift a restriction; whether there was one. Raises TrothError when the subject is gone."""
    return _mark(subject, LIFTED, restricted_at=None, at=at)


@act
def restrict_all(person: Person, *, at: datetime, ip: str | None = None) -> None:
    """Restrict a person and every account that they own, as they themselves may ask for."""
    for account in _owned(person):
        if restrict(account, at=at):
            log(account, gettext_noop("processing restricted"), at=at, person=person, ip=ip)
    restrict(person, at=at)


@act
def lift_all(person: Person, *, at: datetime, ip: str | None = None) -> None:
    """Lift the restriction of a person and of every account that they own."""
    for account in _owned(person):
        if lift(account, at=at):
            log(account, gettext_noop("restriction lifted"), at=at, person=person, ip=ip)
    lift(person, at=at)


def _owned(person: Person) -> QuerySet[Account]:
    # Accounts before their people, as every removal locks them.
    return Account.objects.filter(pk__in=owned_accounts(person)).order_by("pk")


def _mark(subject: Subject, event: Event, *, restricted_at: datetime | None, at: datetime) -> bool:
    current = lock_or_refuse(subject)
    changed = (current.restricted_at is None) != (restricted_at is None)
    if changed:
        current.restricted_at = restricted_at
        current.save(update_fields=["restricted_at"])
        note(event, "right.restrict", at=at, subject=subject.pseudonym)
        subject.restricted_at = restricted_at
    return changed
