"""Settle a line by which the money of a gateway has arrived, or was taken."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine
from troth.bank.ordered import written
from troth.bank.question import answer
from troth.billing.models import Posting, Transaction
from troth.billing.post import Leg, post
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.models import Payout

Ledger = Posting.Ledger


@act
def settle_payout(line: BankLine, payout: Payout, *, at: datetime) -> None:
    """Say that a line is a payout: its money is on its way no more, it is at the bank.

    Raises TrothError for one of another amount, and for one that another line is.
    """
    line = waiting_or_refuse(line)
    mine = Payout.objects.filter(pk=payout.pk, bank_line=None, lost_at=None)
    if not mine.filter(amount=line.amount, currency=line.currency).update(bank_line=line.pk):
        raise TrothError(_("This payout belongs to another line, or its amount differs."))
    _move(line, payout, line.amount, at=at)
    line.settled_at = at
    line.save(update_fields=["settled_at"])
    answer(line, at=at)


def lose_payout(line: BankLine, *, at: datetime) -> bool:
    """Have the payout that a line is be on its way again; whether it is one."""
    payout = Payout.objects.select_for_update().filter(bank_line=line.pk).first()
    if payout is None:
        return False
    _move(line, payout, -line.amount, at=at)
    payout.bank_line = None
    payout.save(update_fields=["bank_line"])
    return True


def payout_of(line: BankLine) -> Payout | None:
    """The only payout of a line's amount whose words for the statement the line has."""
    waiting = Payout.objects.filter(bank_line=None, lost_at=None)
    same = waiting.filter(amount=line.amount, currency=line.currency)
    said = _plain(f"{line.party}\n{written(line)}")
    every = [each for each in same if each.descriptor and _plain(each.descriptor) in said]
    return every[0] if len(every) == 1 else None


def _move(line: BankLine, payout: Payout, amount: int, *, at: datetime) -> None:
    name = f"payout line {line.pk} "
    post(
        Transaction.Kind.PAYOUT,
        [
            Leg(Ledger.CASH, amount, part="transfer"),
            Leg(Ledger.UNDERWAY, -amount, part=payout.gateway),
        ],
        currency=payout.currency,
        account=None,
        at=at,
        key=f"{name}{Transaction.objects.filter(key__startswith=name).count() + 1}",
    )


def _plain(text: str) -> str:
    """Banks break lines where they like, and write in capitals."""
    return "".join(text.split()).casefold()
