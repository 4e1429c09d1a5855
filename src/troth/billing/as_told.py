"""An account as it would be with what its customer has typed and nobody has stored yet."""

from collections.abc import Mapping

from troth.accounts.models import Account
from troth.wall.enter import beyond_wall


def as_told(account: Account, told: Mapping[str, str]) -> Account:
    """The account as it is stored, with these columns over it. Nothing of it is saved."""
    with beyond_wall():  # what decides the tax is not for everybody who may order
        found = Account.objects.get(pk=account.pk)
    for column, value in told.items():
        setattr(found, column, value)
    return found
