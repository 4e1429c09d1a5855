"""Which accounts a person owns, and who owns an account."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Membership, Person
from troth.core.written_once import Given, written_once

Subjects = Sequence[int]  # keys of accounts and of people


def owned_accounts(*people: Person | int) -> list[int]:
    """The keys of the accounts that go when any of these people, their owners, goes."""
    return list(_owned().filter(person__in=people))


def owner_of(account: Account) -> Person | None:
    """The person who owns an account; None where nobody does any more."""
    return next(iter(_owners(account=account.pk)), None)


def lock_with_accounts(person: Person) -> Person:
    """A person as they stand now, locked with their accounts, in whose rows or logs it shows.

    In the order of every removal: accounts before their people. Raises GoneError for who is gone.
    """
    mine = Account.objects.filter(memberships__person=person).order_by("pk")
    list(mine.select_for_update(no_key=True, of=("self",)).only("pk"))
    return lock_or_refuse(person)


def log_in_owned(
    person: Person, what: str, *, at: datetime, about: Iterable[str] = (), by_them: bool = True
) -> None:
    """Add a line to the log of every account that a person owns; see `log`.

    what: they did; or we about them, unless `by_them`.
    """
    for account in Account.objects.filter(pk__in=owned_accounts(person)).order_by("pk"):
        log(account, what, at=at, about=about, person=person if by_them else None)


def subjects_of(person: Person) -> Subjects:
    """Whom a person's data is about: themselves and the accounts that they own."""
    return [person.pk, *_owned_by(person=person.pk)]


def _owned() -> QuerySet[Membership, int]:
    owned = Membership.objects.filter(role=Membership.Role.OWNER).order_by("account_id")
    return owned.values_list("account_id", flat=True)


@written_once
def _owners() -> QuerySet[Person]:
    owners = Membership.Role.OWNER
    mine = Person.objects.filter(memberships__account=Given("account"), memberships__role=owners)
    return mine.order_by("pk")[:1]


@written_once
def _owned_by() -> QuerySet[Membership, int]:
    return _owned().filter(person=Given("person"))
