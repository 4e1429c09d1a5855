"""Refunds that are to be transferred, each to the bank account from which its payment came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from stdnum import iban as ibans

from troth.bank.models import BankLine
from troth.billing.mark_sent import refund_reference, to_send
from troth.billing.models import Payment
from troth.gateways.sepa.book_collection import debit_key
from troth.gateways.sepa.models import Mandate


@dataclass(frozen=True)
class Transfer:
    """A refund to be made: to whom, where that is known, and what is written on it."""

    refund: Payment
    name: str
    iban: str
    reference: str

    @property
    def amount(self) -> int:
        """What is to be transferred, in minor units."""
        return -self.refund.amount


def transfers(most: int) -> list[Transfer]:
    """Refunds that wait, those first that are due first, then the oldest."""
    due = F("send_by").asc(nulls_last=True)
    waiting = to_send().select_related("refunds").order_by(due, "received_at", "pk")
    return transfers_of(list(waiting[:most]))


def transfers_of(found: Sequence[Payment]) -> list[Transfer]:
    """Each of these refunds to the account that the line of its payment names, or else the mandate
    by which that was collected: a whole file of direct debits may be one line."""
    payments = [refund.refunds_id for refund in found]
    came = {each.payment_id: each for each in BankLine.objects.filter(payment__in=payments)}
    signed = _signed(each.refunds.key for each in found if each.refunds and each.refunds.key)
    made = []
    for refund in found:
        line = came.get(refund.refunds_id)
        name, iban = (line.party, line.party_iban) if line else ("", "")
        if line is None and refund.refunds:
            name, iban = signed.get(refund.refunds.key or "", (name, iban))
        iban = ibans.compact(iban) if ibans.is_valid(iban) else ""
        made.append(Transfer(refund, name or refund.payer, iban, refund_reference(refund)))
    return made


def _signed(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Holder and IBAN of mandates, by the keys of the payments that were collected by them."""
    start = debit_key("")
    collected = [key.removeprefix(start) for key in keys if key.startswith(start)]
    found = Mandate.objects.filter(collections__key__in=collected)
    rows = found.values_list("collections__key", "holder", "iban")
    return {debit_key(key): (holder, iban) for key, holder, iban in rows}
