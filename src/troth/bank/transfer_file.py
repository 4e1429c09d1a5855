"""Files with which a bank transfers refunds: as it reads them, or as a list."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.db.models import Count, QuerySet
from sepaxml import SepaTransfer

from troth.bank.models import TransferFile
from troth.bank.take_back_sent import sent_by_hand
from troth.bank.transfers import Transfer, transfers_of
from troth.billing.models import BankAccount, Payment
from troth.core.day import day_at
from troth.core.money import major
from troth.core.sepa_text import MOST, in_latin
from troth.core.text import safe_cell
from troth.gateways.sepa.named import named

_COLUMNS = ("refund", "account", "name", "iban", "amount", "currency", "reference", "send by")
_PAIN001 = TransferFile.Format.PAIN001


def may_be_in_file(
    waiting: Iterable[Transfer], format: str, ours: BankAccount | None
) -> list[Transfer]:
    """Those whose name and IBAN are known; for a bank to read it, in euros as our account is."""
    known = (each for each in waiting if each.name and each.iban)
    if format != _PAIN001:
        return list(known)
    if ours is None:
        return []
    in_euros = (each for each in known if each.refund.currency == ours.currency == "EUR")
    return [each for each in in_euros if each.amount <= MOST]


def written(file: TransferFile) -> bytes:
    """What the bank gets, the same however often it is made; without what staff say was not sent.
    Empty where nothing is left of it."""
    sent = Payment.objects.filter(sent_at=file.made_at, amount__lt=0).select_related("refunds")
    found = transfers_of(list(sent.order_by("pk")))
    chosen = may_be_in_file(found, file.format, file.bank_account)
    if not chosen:
        return b""
    return _pain001(chosen, file) if file.format == _PAIN001 else _csv(chosen)


def open_files() -> QuerySet[TransferFile]:
    """Those of which the bank has not told everything, the last first: until it is booked, they may
    have to be handed over again."""
    found = TransferFile.objects.filter(made_at__in=sent_by_hand().values("sent_at"))
    return found.select_related("bank_account").order_by("-made_at")


def counted(files: Iterable[TransferFile]) -> dict[TransferFile, int]:
    """How many transfers each has."""
    by_moment = {file.made_at: file for file in files}
    sent = Payment.objects.filter(sent_at__in=by_moment, amount__lt=0)
    counts = dict(sent.order_by().values_list("sent_at").annotate(count=Count("pk")))
    return {file: counts[moment] for moment, file in by_moment.items()}


def _pain001(chosen: Iterable[Transfer], file: TransferFile) -> bytes:
    """Credit transfers in euros from an account of ours (pain.001.001.09, ISO 20022)."""
    ours = file.bank_account
    assert ours
    config = {"name": in_latin(ours.holder), "IBAN": ours.iban, "currency": ours.currency}
    bic = {"BIC": ours.bic} if ours.bic else {}
    made = SepaTransfer(config | {"batch": True} | bic, file.format)
    for each in chosen:
        made.add_payment(
            {
                "name": in_latin(each.name),
                "IBAN": each.iban,
                "amount": each.amount,
                "execution_date": day_at(file.made_at),
                "description": each.reference,
                "endtoend_id": each.reference,
            }
        )
    return named(made.export(validate=False), file.name, file.format, at=file.made_at)


def _csv(chosen: Iterable[Transfer]) -> bytes:
    """A list for banks that read no pain.001, in whatever currency."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for each in chosen:
        refund = each.refund
        amount = major(each.amount, refund.currency)
        who = (refund.pk, refund.account_id or "", safe_cell(each.name), each.iban)
        writer.writerow((*who, amount, refund.currency, each.reference, refund.send_by or ""))
    return text.getvalue().encode()
