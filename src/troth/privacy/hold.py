"""Place and release holds."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.journal.append import append
from troth.policy.plan import ANY
from troth.policy.vocabulary import RECORDS
from troth.privacy.models import Hold


@enforces("feature.accounting-holds")
@transaction.atomic
def hold(
    subject: Account | Person,
    *,
    records: Iterable[str],
    reason: str,
    owner: str,
    review_on: date,
    at: datetime,
) -> Hold:
    """Keep records of a subject from erasure until `release`; the same hold twice is one.

    records: words of the policy's vocabulary, or `*` for all. reason: why, for staff and
    auditors. owner: who answers for it. review_on: when it must be looked at again.
    Raises TrothError for an unknown record, a blank reason or owner, a review in the past, and
    a subject that is gone.
    """
    chosen = sorted(set(records))
    if unknown := [r for r in chosen if r != ANY and r not in RECORDS]:
        raise TrothError(
            _("Not a record: %(word)s. Use * or some of: %(records)s.")
            % {"word": unknown[0][:40], "records": ", ".join(RECORDS)}
        )
    if not chosen or not reason.strip() or not owner.strip():
        raise TrothError(_("A hold needs records, a reason and an owner."))
    if review_on <= at.date():
        raise TrothError(_("A hold needs a day of review in the future."))
    # The lock keeps an erasure that has begun from passing by the hold.
    if not type(subject)._default_manager.select_for_update().filter(pk=subject.pk).exists():
        raise TrothError(_("This subject has been erased; there is nothing to hold."))
    wanted: dict[str, Any] = {
        "account": subject if isinstance(subject, Account) else None,
        "person": subject if isinstance(subject, Person) else None,
        "records": chosen,
        "reason": reason.strip(),
        "owner": owner.strip(),
        "review_on": review_on,
    }
    if same := Hold.objects.filter(**wanted, lifted_at=None).first():
        return same
    append("hold.placed", at=at, subject=subject.pseudonym, counts={"records": _words(chosen)})
    return Hold.objects.create(**wanted, placed_at=at)


@transaction.atomic
def release(hold: Hold, *, at: datetime) -> None:
    """End a hold. What was due meanwhile goes with the next sweep.

    Raises TrothError when the hold is released already.
    """
    if not Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=at):
        raise TrothError(_("This hold is lifted already."))
    subject = hold.account or hold.person
    assert subject is not None  # a constraint of the table
    append(
        "hold.lifted", at=at, subject=subject.pseudonym, counts={"records": _words(hold.records)}
    )


def _words(records: list[str]) -> list[str]:
    return ["all" if record == ANY else record for record in records]
