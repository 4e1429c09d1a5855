"""Have the tax authority asked whether an account's VAT number is valid.

The number may be a person's own, and leaves through the policy's `[share.vies]` alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.accounts.restricted import refuse_restricted
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.tax.decide import Number
from troth.tax.models import VatCheck
from troth.tax.vat_number import vat_number

# For how long an answer serves; then the number is asked about again.
GOOD_FOR = timedelta(days=1)
RECIPIENT = "vies"


@dataclass(frozen=True)
class Proof:
    """What an invoice seals of a check: the evidence of its reverse charge, for as long as it."""

    number: str
    answered_at: datetime
    consultation_number: str


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
    if not may_ask(policy_on(at)):
        raise TrothError(
            _(
                "The policy does not let VAT numbers be checked: write a table [share.vies] into "
                'it, which receives "company" (docs/tax.md).'
            )
        )
    check = VatCheck.objects.create(account=account, number=number, asked_at=at)
    ask("vat", RECIPIENT, "check", check, key=f"vat-check-{check.pk}", at=at)
    return check


def may_ask(policy: Policy) -> bool:
    """Whether the policy names VIES as a recipient of what a VAT number is."""
    share = policy.tables.share.get(RECIPIENT)
    return share is not None and "company" in share.receives


def number_of(account: Account, *, at: datetime) -> tuple[Number, str]:
    """How far the account's number is checked, and by what it begins; as `Buyer` takes them."""
    number = vat_number(account.tax_id, account.country)
    latest = _latest(account, number, at)
    if latest is None:
        return "none", number[:2]
    if latest.answered_at is None:
        return "pending", number[:2]
    words: dict[bool | None, Number] = {True: "valid", False: "invalid", None: "none"}
    return words[latest.valid], number[:2]


def proof(account: Account, *, at: datetime) -> Proof | None:
    """What an invoice that rests on the number's check seals of it; None where it is not valid."""
    latest = _latest(account, vat_number(account.tax_id, account.country), at)
    if latest is None or not latest.valid or latest.answered_at is None:
        return None
    return Proof(latest.number, latest.answered_at, latest.consultation_number)


def _latest(account: Account, number: str, at: datetime) -> VatCheck | None:
    """The last check of a number that is under way or still serves."""
    checks = VatCheck.objects.filter(account=account, number=number).order_by("-asked_at", "-pk")
    latest = checks.first()
    over = latest and latest.answered_at and latest.answered_at + GOOD_FOR < at
    return None if over else latest
