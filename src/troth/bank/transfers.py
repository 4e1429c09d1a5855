"""Refunds that are to be transferred, and the file with which a bank makes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from sepaxml import SepaTransfer
from stdnum import iban as ibans

from troth.bank.models import BankLine
from troth.billing.mark_sent import refund_reference, to_send
from troth.billing.models import BankAccount, Payment
from troth.core.day import day_at
from troth.core.sepa_text import in_latin
from troth.gates.models import Disclosure
from troth.gateways.sepa.bank import BANK
from troth.gateways.sepa.book_collection import debit_key
from troth.gateways.sepa.models import Mandate
from troth.gateways.sepa.named import named

_FORMAT = "pain.001.001.09"
_NAME = "REFUNDS-%Y%m%dT%H%M%S%f"  # of the moment in which a file was made


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
    waiting = to_send().select_related("refunds").order_by(due, "received_at", "pk")
    return _of(list(waiting[:most]))


def may_be_in_file(waiting: Iterable[Transfer], ours: BankAccount) -> list[Transfer]:
    """Those whose name and IBAN are known, and that are in euros as our account is."""
    return [
        each
        for each in waiting
        if each.name and each.iban and each.refund.currency == ours.currency == "EUR"
    ]


def pain001(chosen: Iterable[Transfer], ours: BankAccount, *, at: datetime) -> bytes:
    """A file of credit transfers in euros from an account of ours (pain.001.001.09, ISO 20022).

    at: when it was made, by which it has its name: made anew it is the same.
    """
    config = {"name": in_latin(ours.holder), "IBAN": ours.iban, "currency": ours.currency}
    bic = {"BIC": ours.bic} if ours.bic else {}
    file = SepaTransfer(config | {"batch": True} | bic, _FORMAT)
    for each in sorted(chosen, key=lambda each: each.refund.pk):
        file.add_payment(
            {
                "name": in_latin(each.name),
                "IBAN": each.iban,
                "amount": each.amount,
                "execution_date": day_at(at),
                "description": each.reference,
                "endtoend_id": each.reference,
            }
        )
    return named(file.export(validate=False), file_name(at), _FORMAT, at=at)


def file_name(at: datetime) -> str:
    """What a file is called that was made in this moment."""
    return at.astimezone(UTC).strftime(_NAME)


def files(sent: Iterable[Payment]) -> dict[str, int]:
    """The files in which refunds went that count as sent, by their names, each with how many."""
    moments = [refund.sent_at for refund in sent if refund.sent_at]
    told = Disclosure.objects.filter(recipient=BANK.name, at__in=moments)
    made = {*told.values_list("at", flat=True)}
    names = [file_name(moment) for moment in moments if moment in made]
    return {name: names.count(name) for name in dict.fromkeys(names)}


def made_before(name: str, ours: BankAccount) -> bytes:
    """A file once more, as its name has it; without what staff say was not sent. Empty where there
    is none of that name."""
    try:
        at = datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return b""
    every = Payment.objects.filter(sent_at=at, amount__lt=0).select_related("refunds")
    sent = list(every)
    if not files(sent):
        return b""
    chosen = may_be_in_file(_of(sent), ours)
    return pain001(chosen, ours, at=at) if chosen else b""


def _of(found: Sequence[Payment]) -> list[Transfer]:
    """Each to the account that the line of its payment names, or else the mandate by which that
    was collected: a whole file of direct debits may be one line."""
    payments = [refund.refunds_id for refund in found]
    came = {each.payment_id: each for each in BankLine.objects.filter(payment__in=payments)}
    signed = _signed(each.refunds.key for each in found if each.refunds and each.refunds.key)
    made = []
    for refund in found:
        line = came.get(refund.refunds_id)
        name, iban = (line.party, line.party_iban) if line else ("", "")
        if line is None and refund.refunds:
            name, iban = signed.get(refund.refunds.key or "", (name, iban))
        iban = iban if ibans.is_valid(iban) else ""
        made.append(Transfer(refund, name or refund.payer, iban, refund_reference(refund)))
    return made


def _signed(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Holder and IBAN of mandates, by the keys of the payments that were collected by them."""
    start = debit_key("")
    collected = [key.removeprefix(start) for key in keys if key.startswith(start)]
    found = Mandate.objects.filter(method__attempts__key__in=collected)
    rows = found.values_list("method__attempts__key", "holder", "iban")
    return {debit_key(key): (holder, iban) for key, holder, iban in rows}
