"""What is done with orders and services, in the account's own log."""

from datetime import datetime

from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.gates.collect import observed


def log_step(account: Account, what: str, *, at: datetime, person: Person | None) -> None:
    """Add a line to the account's log, where the policy has what is done in an account noted."""
    if any(observed(form, at=at, actions=what) for form in ("service", "signin")):
        log(account, what, at=at, person=person)
