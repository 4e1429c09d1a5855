"""Refunds that are to be transferred, and the file with which a bank makes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from sepaxml import SepaTransfer
from stdnum import iban as ibans

from troth.bank.models import BankLine
from troth.billing.mark_sent import refund_reference, to_send
from troth.billing.models import BankAccount, Payment
from troth.core.sepa_text import in_latin


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
    """Refunds that wait, those first that are due first, then the oldest: each to the bank account
    from which its payment came."""
    due = F("send_by").asc(nulls_last=True)
    found = list(to_send().order_by(due, "received_at", "pk")[:most])
    lines = BankLine.objects.filter(payment__in=[refund.refunds_id for refund in found])
    came = {line.payment_id: line for line in lines}
    return [
        Transfer(
            refund,
            (line.party if line else "") or refund.payer,
            line.party_iban if line and ibans.is_valid(line.party_iban) else "",
            refund_reference(refund),
        )
        for refund in found
        for line in [came.get(refund.refunds_id)]
    ]


def pain001(waiting: Iterable[Transfer], ours: BankAccount, *, on: date) -> bytes:
    """A file of credit transfers in euros from an account of ours (pain.001.001.09, ISO 20022).

    What has no name or no IBAN, or is of another currency, is not in it. Empty where nothing is.
    """
    config = {"name": ours.holder, "IBAN": ours.iban, "currency": ours.currency, "batch": True}
    file = SepaTransfer(config | ({"BIC": ours.bic} if ours.bic else {}), "pain.001.001.09")
    chosen = [
        each
        for each in waiting
        if each.name and each.iban and each.refund.currency == ours.currency == "EUR"
    ]
    for each in chosen:
        file.add_payment(
            {
                "name": in_latin(each.name),
                "IBAN": each.iban,
                "amount": each.amount,
                "execution_date": on,
                "description": each.reference,
                "endtoend_id": each.reference,
            }
        )
    made: bytes = file.export() if chosen else b""
    return made
