"""The ways in which a verb takes hold of a person or of accounts."""

from collections.abc import Collection
from typing import cast

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.core.written_once import Given, written_once


class GoneError(TrothError):
    """The person or the account has been erased, perhaps just now."""


def lock_or_refuse[S: Account | Person](subject: S) -> S:
    """A person or an account as they stand now, locked until the transaction ends.

    The lock makes of two acts at once one after the other. Raises GoneError for who is gone. Who
    locks both an account and its people locks the account first, as every removal does.
    """
    mine = _account if isinstance(subject, Account) else _person
    found = next(iter(mine(number=subject.pk)), None)
    if found is None:
        raise gone()
    return cast(S, found)


@written_once
def _account() -> QuerySet[Account]:
    return Account.objects.select_for_update().filter(pk=Given("number")).order_by()


@written_once
def _person() -> QuerySet[Person]:
    return Person._default_manager.select_for_update().filter(pk=Given("number")).order_by()


def lock_accounts(accounts: Collection[int]) -> None:
    """Lock these accounts, by their keys, until the transaction ends: what is set-based does so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_account WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [list(accounts)],
        )


def gone() -> GoneError:
    """What is said of whoever is there no longer."""
    return GoneError(_("This person or account has already been erased; nothing was changed."))
