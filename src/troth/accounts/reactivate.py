"""Cancel an account, and take it up again while the policy allows."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.events import CANCELLED, REACTIVATED
from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.duration import Duration
from troth.core.errors import TrothError
from troth.policy.parse import Policy
from troth.policy.words import length
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@act
def cancel(account: Account, *, at: datetime, by: Person | None = None) -> None:
    """End an account. Its clock of cancellation starts; cancelling twice changes nothing.

    by: who does so, as the account's log tells it; None for the system. Raises GoneError.
    """
    found = lock_or_refuse(account)
    if found.cancelled_at is None:
        found.cancelled_at = at
        found.save(update_fields=["cancelled_at"])
        log(account, gettext_noop("account cancelled"), at=at, person=by)
        note(CANCELLED, at=at, subject=account.pseudonym)
    account.cancelled_at = found.cancelled_at


def reactivation(policy: Policy) -> tuple[str, Duration] | None:
    """The rule by which a cancelled account can come back, and for how long; None without one."""
    for rule, keep in policy.tables.kept_by("account"):
        if keep.reactivation and keep.for_:
            return rule, keep.for_
    return None


def erased_on(policy: Policy, *, cancelled: date) -> date | None:
    """The day that takes an account which was cancelled on a day; None where the policy counts
    from something else."""
    for _rule, keep in policy.tables.kept_by("account"):
        if keep.from_ == "cancellation" and keep.for_:
            return keep.for_.after(cancelled)
    return None


@act
def reactivate(account: Account, *, at: datetime, by: Person | None = None) -> None:
    """Take up a cancelled account as it was, e-mail addresses included.

    Raises TrothError when the policy offers no reactivation, when its term has run, and when
    the account is gone or was never cancelled.
    """
    policy = policy_on(at)
    offered = reactivation(policy)
    if offered is None:
        raise TrothError(_("The policy offers no reactivation; open a new account instead."))
    rule, term = offered
    found = Account.objects.select_for_update().filter(pk=account.pk).first()
    if found is None or found.cancelled_at is None:
        raise TrothError(_("Only an account that was closed and not yet erased can be reopened."))
    if day_at(at) >= term.after(day_at(found.cancelled_at)):
        raise TrothError(
            _("The account was closed more than %(length)s ago.") % {"length": length(term)}
        )
    Account.objects.filter(pk=account.pk).update(cancelled_at=None)
    log(found, gettext_noop("account reactivated"), at=at, person=by)
    note(REACTIVATED, at=at, rule=rule, subject=found.pseudonym)
    account.cancelled_at = None
