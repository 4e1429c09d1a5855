"""How far the VAT numbers of many accounts are checked: one question for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from troth.core.day import day_at
from troth.tax.decide import Number
from troth.tax.models import VatCheck
from troth.tax.vat_number import vat_number

# For how long an answer serves: what is asked at night for the invoices of the next one serves
# these also where they come late. Then the number is asked about again.
GOOD_FOR = timedelta(hours=36)
_STATES: dict[bool | None, Number] = {True: "valid", False: "invalid", None: "none"}


@dataclass(frozen=True)
class Checked:
    """What is known of a VAT number. number: as VIES knows it, blank for another number.

    silent: nobody would say lately whether it is valid. proof: of a valid one, what an invoice
    that rests on it seals (Reg. (EU) 282/2011 Art. 18).
    """

    state: Number = "none"
    number: str = ""
    proof: str = ""
    silent: bool = False

    @property
    def country(self) -> str:
        """By what it begins."""
        return self.number[:2]


def checked(numbers: Mapping[int, tuple[str, str]], *, at: datetime) -> dict[int, Checked]:
    """By account, what is known of its number; each comes with the country of its account.

    A check serves for a day and a half; one that has not been answered is pending.
    """
    known = {account: vat_number(*each) for account, each in numbers.items()}
    found = (
        VatCheck.objects.filter(account__in=known, asked_at__lte=at)
        .order_by("account", "number", "-asked_at", "-pk")
        .distinct("account", "number")
    )
    latest = {(check.account_id, check.number): check for check in found}
    return {
        account: _checked(number, latest.get((account, number)), at)
        for account, number in known.items()
    }


def _checked(number: str, check: VatCheck | None, at: datetime) -> Checked:
    if check is None:
        return Checked("none", number)
    if check.answered_at is None:
        return Checked("pending", number)
    if check.answered_at + GOOD_FOR < at:
        return Checked("none", number)
    if check.valid is None:
        return Checked("none", number, silent=True)
    proof = ""
    if check.valid:
        day = day_at(check.answered_at).isoformat()
        proof = " ".join(filter(None, ("VIES", day, check.consultation_number)))
    return Checked(_STATES[check.valid], number, proof)
