"""Close an account, whatever becomes of it then by the policy."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.reactivate import cancel, erased_on
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.erasure.tell import tell_closed, tell_trusted
from troth.publishing.running import policy_on


@act
def close_account(account: Account, *, by: Person, at: datetime) -> None:
    """Cancel an account for its owner, who is told at the registered address; twice is once.

    Where its day is known, so are those who are trusted with it. Raises GoneError.
    """
    if lock_or_refuse(account).cancelled_at:
        return
    cancel(account, at=at, by=by)
    policy = policy_on(at)
    on = erased_on(policy, cancelled=day_at(at))
    tell_closed(by, account, policy, on=on, at=at)
    if on:
        tell_trusted([account.pk], "closing", policy, on=on, at=at)
