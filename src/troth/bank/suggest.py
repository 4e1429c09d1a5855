"""Which invoices lines of the bank may be for, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.bank.models import BankLine
from troth.bank.ordered import Ordered, ordered, written
from troth.billing.models import Invoice
from troth.billing.reference import held_in, kind_for

_WORDS = re.compile(r"[A-Z0-9](?:[\w/-]*[A-Z0-9])?")


class Reason(Enum):
    """Why an invoice is suggested, the best first."""

    NAMED = _("The transfer names it.")
    ORDERED = _("The transfer names its order.")
    DOUBTFUL = _("The transfer names it and an order of another customer.")
    ALIKE = _("Amount and payer are the same.")
    KNOWN = _("Its customer has paid from this account before.")
    AMOUNT = _("The amount is the same.")
    PAID = _("The transfer names it, but nothing is owed on it.")


@dataclass(frozen=True)
class Suggestion:
    """An invoice for one line, and what is owed of it, in minor units."""

    invoice: Invoice
    owed: int
    reason: Reason


def suggest(lines: Iterable[BankLine]) -> dict[int, list[Suggestion]]:
    """By the line's key, the best first. Only what is in the line's currency is suggested."""
    lines = list(lines)
    orders = ordered(lines)
    names = {line.pk: names_in(line, orders.get(line.pk, ())) for line in lines}
    known = payers(lines)
    named = set().union(*names.values())
    of_orders = {invoice for each in orders.values() for one in each for invoice in one.invoices}
    # What is owed is summed for each invoice that is asked, so those that may be meant come first:
    # by columns with an index, and in a statement of its own, as the second wall lets no condition
    # that has a sum in it down to an index.
    meant = Invoice.objects.filter(
        called(named)
        | Q(pk__in=of_orders)
        | Q(total__in={line.amount for line in lines})
        | Q(account__in=set().union(*known.values())),
        kind=Invoice.Kind.INVOICE,
    )
    invoices = list(
        Invoice.objects.with_owed()
        .filter(called(named) | Q(owed__gt=0), pk__in=[*meant.values_list("pk", flat=True)])
        .prefetch_related("account")
        .order_by("due_on", "pk")
    )
    order = list(Reason)
    return {
        line.pk: sorted(
            (
                Suggestion(invoice, invoice.owed, reason)
                for invoice in invoices
                if (reason := _reason(line, invoice, invoice.owed, names, orders, known))
            ),
            key=lambda each: order.index(each.reason),
        )
        for line in lines
    }


def names_in(line: BankLine, orders: Sequence[Ordered] = ()) -> set[str]:
    """What in a line may be an invoice's number, or its reference as we write it; the numbers of
    orders that it names are none."""
    text = written(line).upper()
    for order in orders:
        text = text.replace(order.whole, " ") if order.whole else text
    kind = kind_for(line.bank_account.iban)
    references = {kind.make(digits) for digits in held_in(text, kind)}
    return references | {*_WORDS.findall(text)}


def called(names: set[str]) -> Q:
    """The invoices of which one is the number, or the reference."""
    return Q(payment_reference__in=names - {""}) | Q(number__in=names)


def payers(lines: Iterable[BankLine]) -> dict[str, set[int]]:
    """The accounts whose payments came before from the bank accounts that lines tell of."""
    ibans = {line.party_iban for line in lines} - {""}
    found: dict[str, set[int]] = {}
    paid = BankLine.objects.filter(party_iban__in=ibans, amount__gt=0, account__isnull=False)
    for iban, account in paid.order_by().values_list("party_iban", "account").distinct():
        found.setdefault(iban, set()).add(account or 0)
    return found


def _reason(
    line: BankLine,
    invoice: Invoice,
    owed: int,
    names: dict[int, set[str]],
    orders: dict[int, list[Ordered]],
    known: dict[str, set[int]],
) -> Reason | None:
    if invoice.currency != line.currency:
        return None
    of_line = orders.get(line.pk, [])
    others = {order.account for order in of_line} - {invoice.account_id}
    if names[line.pk] & {invoice.number.upper(), invoice.payment_reference} - {""}:
        if owed <= 0:
            return Reason.PAID
        return Reason.DOUBTFUL if others else Reason.NAMED
    if owed <= 0:
        return None
    if any(invoice.pk in order.invoices for order in of_line if order.sure):
        return Reason.DOUBTFUL if others else Reason.ORDERED
    if owed == line.amount:
        account = invoice.account
        payers = {_plain(invoice.party_name), _plain(account.name if account else "")} - {""}
        alike = _plain(line.party) in payers
        meant = not others and not any(order.sure for order in of_line)
        return Reason.ALIKE if alike and meant else Reason.AMOUNT
    return Reason.KNOWN if invoice.account_id in known.get(line.party_iban, ()) else None


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()
