"""Tell the rooms that wait for it that something which was owed is owed no more."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def tell_paid(accounts: Collection[int], *, at: datetime) -> None:
    """Call what `WHEN_PAID` names, for accounts that owe less than before, in this transaction."""
    for name in settings.WHEN_PAID:
        import_string(name)([*accounts], at=at)
