"""Have the tax authority asked whether an account's VAT number is valid.

The number may be a person's own, and leaves through the policy's `[share.vies]` alone.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.accounts.restricted import refuse_restricted
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.policy.vies import RECIPIENT, may_ask
from troth.publishing.running import policy_on
from troth.tax.models import VatCheck
from troth.tax.vat_number import vat_number

# For how long an answer serves; then the number is asked about again.
GOOD_FOR = timedelta(days=1)


@act
def check_number(account: Account, *, at: datetime) -> VatCheck | None:
    """Ask about the account's number, unless there is an answer that still serves, or one is due.

    None where the account has no number that VIES knows. Raises TrothError where the policy names
    no such recipient, and RestrictedError.
    """
    refuse_restricted("tax.check_number.check_number", account)
    number = vat_number(account.tax_id, account.country)
    if not number:
        return None
    latest = _latest(account, number, at)
    if latest and (latest.answered_at is None or latest.valid is not None):
        return latest
    if not may_ask(policy_on(at).tables):
        raise TrothError(
            _(
                "The policy does not let VAT numbers be checked: write a table [share.vies] into "
                'it, which receives "company" (docs/tax.md).'
            )
        )
    check = VatCheck.objects.create(account=account, number=number, asked_at=at)
    ask("vat", RECIPIENT, "check", check, key=f"vat-check-{check.pk}", at=at)
    return check


def _latest(account: Account, number: str, at: datetime) -> VatCheck | None:
    """The last check of a number that is under way or still serves."""
    checks = VatCheck.objects.filter(account=account, number=number).order_by("-asked_at", "-pk")
    latest = checks.first()
    over = latest and latest.answered_at and latest.answered_at + GOOD_FOR < at
    return None if over else latest
