"""What does not add up in an account: found, and resolved by staff."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.billing.events import IRREGULARITY_FOUND, IRREGULARITY_RESOLVED
from troth.billing.models import Irregularity, Payment
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.erasure.hold import hold, release
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

FEATURE = "accounting-holds"
# Contact and billing information, and nothing else.
RECORDS = ("account", "invoice", "ledger", "payment", "person")
_REVIEWED_AFTER = timedelta(days=90)


@act
def find_irregular(
    account: Account,
    kind: Irregularity.Kind,
    *,
    at: datetime,
    note_of_staff: str = "",
    payment: Payment | None = None,
    bank_line: int | None = None,
    by: Person | None = None,
) -> Irregularity:
    """Open an irregularity; of what staff have noted in the same words, the one that is open.

    Where the policy has holds for it, the account and what was billed to it stay until it is
    resolved. payment, bank_line: what it is about. by: who found it, and answers for the hold; else
    whoever does the billing.
    """
    account = lock_or_refuse(account)
    if note_of_staff and not (payment or bank_line):
        noted = account.irregularities.filter(kind=kind, note=note_of_staff, resolved_at=None)
        if again := noted.first():
            return again
    found = Irregularity.objects.create(
        account=account,
        kind=kind,
        note=note_of_staff,
        payment=payment,
        bank_line=bank_line,
        found_at=at,
    )
    policy = policy_on(at, missing_ok=True)
    if policy and FEATURE in policy.features:
        found.hold = hold(
            account,
            records=RECORDS,
            reason=_("Irregularity %(number)s in the accounts") % {"number": found.pk},
            owner=((by.name or by.email) if by else _("Billing"))[:120],
            review_on=day_at(at + _REVIEWED_AFTER),
            at=at,
            by=by,
        )
        found.save(update_fields=["hold"])
    note(IRREGULARITY_FOUND, f"feature.{FEATURE}", at=at, subject=account.pseudonym)
    return found


@act
def resolve(irregularity: Irregularity, *, at: datetime) -> None:
    """Note that an irregularity is resolved; its hold is lifted.

    Raises TrothError for one that is resolved already, and for a dispute, which the bank decides.
    """
    lock_or_refuse(irregularity.account)
    if irregularity.payment_id and irregularity.kind == Irregularity.Kind.DISPUTE:
        raise TrothError(_("A dispute is over when it is won or lost."))
    resolve_found(irregularity, at=at)


def resolve_found(irregularity: Irregularity, *, at: datetime) -> None:
    """Resolve one of an account that is locked. Raises TrothError where that was done before."""
    current = Irregularity.objects.select_for_update().get(pk=irregularity.pk)
    if current.resolved_at is not None:
        raise TrothError(_("This irregularity has already been resolved."))
    current.resolved_at = at
    current.save(update_fields=["resolved_at"])
    if current.hold and current.hold.lifted_at is None:
        release(current.hold, at=at)
    subject = current.account.pseudonym
    note(IRREGULARITY_RESOLVED, f"feature.{FEATURE}", at=at, subject=subject)
