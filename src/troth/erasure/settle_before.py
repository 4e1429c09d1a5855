"""Have what is owed to customers entered before an erasure takes along by what it was known."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def settle_before(accounts: Collection[int], *, at: datetime) -> None:
    """Call what `BEFORE_ERASURE` names, for accounts that go in this transaction."""
    for name in settings.BEFORE_ERASURE:
        import_string(name)([*accounts], at=at)
