"""Until when consumers may withdraw from a contract (Directive 2011/83/EU Art. 9 and 16).

Where they live decides, not where the provider is.
"""

from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from troth.accounts.models import Account
from troth.core.day import earliest_day_at
from troth.policy.law import EEA
from troth.services.models import Service
from troth.tax.buyer import is_business

DAYS = 14


def is_consumer(account: Account) -> bool:
    """Whether an account is of a consumer of the European Economic Area."""
    return account.country in EEA and not is_business(account.company, account.tax_id)


def last_day_to_withdraw(account: Account, concluded: date) -> date | None:
    """The last day for a contract that is concluded on a day; None where there is no right.

    That day itself is not counted, and a period that would end on a Saturday, a Sunday or a public
    holiday ends with the next working day (Reg. (EEC, Euratom) 1182/71 Art. 3).
    """
    if not is_consumer(account):
        return None
    last = concluded + timedelta(days=DAYS)
    while last.weekday() >= 5 or last in _holidays(account.country):
        last += timedelta(days=1)
    return last


@lru_cache(maxsize=32)
def _holidays(country: str) -> Container[date]:
    return country_holidays(country)


def may_withdraw(service: Service, *, at: datetime) -> bool:
    """Whether a customer may withdraw from the contract of a service at a moment."""
    until = service.withdraw_until
    # The day ends where the customer lives, which may be long after it has ended at the provider's.
    return until is not None and earliest_day_at(at) <= until
