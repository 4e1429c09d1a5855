"""Place, review and release holds."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.erasure.events import HOLD_LIFTED, HOLD_PLACED, HOLD_REVIEWED
from troth.erasure.models import Hold
from troth.journal.event import Event
from troth.policy.plan import ANY
from troth.policy.rights import claims_rule
from troth.policy.vocabulary import RECORDS
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

# What stands in a hold that was placed again after a backup was restored: both are free text,
# which the journal does not have.
LOST_REASON = "The reason was lost when a backup was restored. Find it, and place the hold anew."
LOST_OWNER = "whoever answers for privacy must look"


@act
def hold(
    subject: Account | Person,
    *,
    records: Iterable[str],
    reason: str,
    owner: str,
    review_on: date,
    at: datetime,
    purpose: str = "",
    by: Person | None = None,
) -> Hold:
    """Keep records of a subject from erasure until `release`; the same hold twice is one.

    records: words of the policy's vocabulary, or `*` for all. reason: why, for staff and
    auditors. owner: who answers for it. review_on: when it must be looked at again. purpose: for a
    legal claim the rule by which data serves one (`claims_rule`). by: who placed it, and reads for
    the claim. Raises TrothError for an unknown record, a reason or owner that is blank or too long,
    a review in the past, a claim where the policy has no rule for one, and a subject that is gone.
    """
    chosen = sorted(set(records))
    if unknown := [r for r in chosen if r != ANY and r not in RECORDS]:
        raise TrothError(
            _("Not a record: %(word)s. Use * or some of: %(records)s.")
            % {"word": unknown[0][:40], "records": ", ".join(RECORDS)}
        )
    if not chosen or not reason.strip() or not owner.strip():
        raise TrothError(_("A hold needs records, a reason and an owner."))
    longest = {
        "reason": Hold._meta.get_field("reason").max_length or 0,
        "owner": Hold._meta.get_field("owner").max_length or 0,
    }
    if len(reason.strip()) > longest["reason"] or len(owner.strip()) > longest["owner"]:
        raise TrothError(
            _("A reason has at most %(reason)s characters, an owner at most %(owner)s.") % longest
        )
    if review_on <= day_at(at):
        raise TrothError(_("A hold needs a day of review in the future."))
    if purpose and purpose != claims_rule(policy_on(at)):
        raise TrothError(_("The policy does not have data serve legal claims by this rule."))
    # The lock keeps an erasure that has begun from passing by the hold.
    lock_or_refuse(subject)
    wanted: dict[str, Any] = {
        "subject": subject,
        "records": chosen,
        "reason": reason.strip(),
        "owner": owner.strip(),
        "review_on": review_on,
        "purpose": purpose,
        "placed_by": by,
    }
    if same := Hold.objects.filter(**wanted, lifted_at=None).first():
        return same
    placed = Hold.objects.create(**wanted, placed_at=at)
    note_hold(HOLD_PLACED, placed, at=at)
    return placed


@act
def review(hold: Hold, review_on: date, *, at: datetime) -> None:
    """Leave a hold in force that was looked at, until it is looked at again; twice is once.

    Raises TrothError for a day that is not in the future, and when the hold is released.
    """
    if review_on <= day_at(at):
        raise TrothError(_("A hold needs a day of review in the future."))
    current = Hold.objects.select_for_update().filter(pk=hold.pk, lifted_at=None).first()
    if current is None:
        raise TrothError(_("This hold has already been lifted."))
    if current.review_on != review_on:
        current.review_on = review_on
        current.save(update_fields=["review_on"])
        note_hold(HOLD_REVIEWED, current, at=at)


@act
def hold_all(
    person: Person,
    *,
    records: Collection[str],
    reason: str,
    owner: str,
    review_on: date,
    at: datetime,
) -> list[Hold]:
    """Hold the same records of a person and of every account that they own; see `hold`."""
    # Accounts before their people, as every removal locks them.
    owned = Account.objects.filter(pk__in=owned_accounts(person)).order_by("pk")
    subjects: list[Account | Person] = [*owned, person]
    return [
        hold(each, records=records, reason=reason, owner=owner, review_on=review_on, at=at)
        for each in subjects
    ]


@act
def release(hold: Hold, *, at: datetime) -> None:
    """End a hold. What was due meanwhile goes with the next sweep.

    Raises TrothError when the hold is released already.
    """
    if not Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=at):
        raise TrothError(_("This hold has already been lifted."))
    note_hold(HOLD_LIFTED, hold, at=at)


def note_hold(event: Event, hold: Hold, *, at: datetime) -> None:
    """Write into the journal that a hold was placed, reviewed or lifted."""
    records = ["all" if record == ANY else record for record in hold.records]
    # By the moment when it was placed, a hold is found again after a backup was restored.
    counts = {
        "records": records,
        "placed": hold.placed_at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z",
        "review": hold.review_on.isoformat(),
    }
    note(event, at=at, rule=hold.purpose, subject=hold.subject.pseudonym, counts=counts)
