"""Say of a line that it is no customer's payment."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.bank.book import book
from troth.bank.events import DISMISSED
from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine, Why
from troth.bank.question import answer
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def dismiss(line: BankLine, why: str, *, at: datetime) -> None:
    """Let a line wait no more; what the bank charges or pays is booked.

    Raises TrothError without a reason, and for one that is done.
    """
    if why not in Why:
        raise TrothError(_("Say why this line is not a customer’s payment."))
    line = waiting_or_refuse(line)
    line.dismissed_at, line.dismissed_why = at, why
    line.save(update_fields=["dismissed_at", "dismissed_why"])
    book(line, line.amount if line.dismissed_why == Why.BANK else 0, at=at)
    answer(line, at=at)
    note(
        DISMISSED, "keep.bank-line", at=at, counts={"line": line.pk, "why": str(line.dismissed_why)}
    )
