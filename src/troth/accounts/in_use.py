"""Until when an account was in use, by what shows it."""

from datetime import datetime

from django.db.models import DateTimeField, Max, Value
from django.db.models.functions import Coalesce, Least

from troth.accounts.models import Account
from troth.policy.declare import PersonalData, declarations


def in_use_until(account: Account, *, at: datetime) -> datetime | None:
    """The last moment up to `at` at which a service of the account went on, or the like: whatever
    a model declares as activity. None when there never was any."""
    now = Value(at, DateTimeField())
    lasts = []
    for model, data in declarations().items():
        if isinstance(data, PersonalData) and data.activity and "account" in data.subjects:
            until = data.activity[-1]
            rows = model._default_manager.filter(account=account)
            lasts.append(rows.aggregate(last=Max(Least(Coalesce(until, now), now)))["last"])
    return max(filter(None, lasts), default=None)
