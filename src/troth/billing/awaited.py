"""Which invoices are about to be paid by money that is on its way, as other rooms know."""

from collections.abc import Collection

from django.conf import settings
from django.utils.module_loading import import_string


def awaited(accounts: Collection[int]) -> Collection[int]:
    """The invoices of accounts, by key, whose money comes whatever is paid in between: a balance
    pays them only once that has failed. It is what `AWAITED` says."""
    found: Collection[int] = import_string(settings.AWAITED)(accounts)
    return found
