"""The ways in which a verb takes hold of a person or of accounts."""

from collections.abc import Collection
from typing import cast

from django.db import connection
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError


class GoneError(TrothError):
    """The person or the account has been erased, perhaps just now."""


def lock_or_refuse[S: Account | Person](subject: S) -> S:
    """A person or an account as they stand now, locked until the transaction ends.

    The lock makes of two acts at once one after the other. Raises GoneError for who is gone. Who
    locks both an account and its people locks the account first, as every removal does.
    """
    kind = Account if isinstance(subject, Account) else Person
    found = kind._default_manager.select_for_update().filter(pk=subject.pk).first()
    if found is None:
        raise gone()
    return cast(S, found)


def lock_accounts(accounts: Collection[int]) -> None:
    """Lock these accounts, by their keys, until the transaction ends: what is set-based does so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_account WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [list(accounts)],
        )


def gone() -> GoneError:
    """What is said of whoever is there no longer."""
    return GoneError(_("This person or account has been erased already; nothing was changed."))
