"""Have VAT numbers of many accounts checked whose last check serves no longer."""

from collections.abc import Mapping
from datetime import datetime

from procrastinate.types import JSONDict

from troth.accounts.models import Subject
from troth.calls.models import Call
from troth.calls.tasks import work_soon
from troth.policy.vies import RECIPIENT
from troth.tax.models import VatCheck


def ask_many(numbers: Mapping[int, str], *, at: datetime) -> set[int]:
    """Ask about the number of each account, in the caller's transaction; the accounts asked about.

    Where processing is restricted, nothing leaves: such an account is left out.
    """
    free = Subject.objects.filter(pk__in=numbers, restricted_at=None).order_by("pk")
    checks = VatCheck.objects.bulk_create(
        VatCheck(account_id=account, number=numbers[account], asked_at=at)
        for account in free.values_list("pk", flat=True)
    )
    calls = Call.objects.bulk_create(
        Call(
            kind="vat",
            plug_in=RECIPIENT,
            verb="check",
            about=VatCheck._meta.label_lower,
            row=check.pk,
            key=f"vat-check-{check.pk}",
            made_at=at,
            next_at=at,
        )
        for check in checks
    )
    jobs: list[JSONDict] = [{"number": call.pk} for call in calls]
    if jobs:
        work_soon.batch_defer(*jobs)
    return {check.account_id for check in checks}
