"""Settle the lines of which there is no doubt whose they are."""

from collections import Counter
from datetime import datetime

from troth.bank.models import BankLine
from troth.bank.ordered import ordered, written
from troth.bank.question import question
from troth.bank.send_back import returned, send_back
from troth.bank.settle import settle
from troth.bank.settle_collections import settle_debit
from troth.bank.settle_payout import payout_of, settle_payout
from troth.bank.settle_refund import refund_of, settle_refund
from troth.bank.suggest import Reason, suggest
from troth.billing.models import Invoice
from troth.billing.owed import owed_by
from troth.billing.top_up_reference import topped_up
from troth.core.conflicts import act


@act
def match(*, at: datetime) -> int:
    """How many of the lines that wait were settled.

    What a gateway pays out is known by its words for the statement, and its amount.
    Direct debits are known by the references in their file.

    Money that came in pays the invoice that it names, or several of one customer that it pays to
    the last cent; so with the invoices of an order that it names. What names an order never pays
    another customer's. With the reference for topping up it is that customer's. Where it names
    nothing, it pays the only invoice of that amount and payer, unless two lines say so of the same
    one. Money
    that went out is the refund that it names, or the only one of its amount to that account. What
    the bank took back is owed again. What still waits, and seems to be of one customer, is an
    irregularity of theirs until it is settled.
    """
    waiting = list(
        BankLine.objects.waiting()
        .select_related("bank_account")
        .select_for_update(of=("self",))
        .order_by("booked_on", "pk")
    )
    found = {
        key: {
            reason: [each.invoice for each in suggestions if each.reason is reason]
            for reason in Reason
        }
        for key, suggestions in suggest(line for line in waiting if line.amount > 0).items()
    }
    orders = ordered(waiting)
    alike = Counter(
        invoice.pk
        for by_reason in found.values()
        if not by_reason[Reason.NAMED]
        for invoice in by_reason[Reason.ALIKE]
    )
    settled = 0
    for line in waiting:
        if settle_debit(line, at=at):
            settled += 1
            continue
        if payout := payout_of(line):
            settle_payout(line, payout, at=at)
            settled += 1
            continue
        if line.amount < 0:
            if line.came_back and (payment := returned(line)):
                send_back(line, payment, at=at)
                settled += 1
            elif not line.came_back and (back := refund_of(line)):
                settle_refund(line, back, at=at)
                settled += 1
            continue
        by_reason = found[line.pk]
        named, same = by_reason[Reason.NAMED], by_reason[Reason.ALIKE]
        if by_reason[Reason.PAID] or by_reason[Reason.DOUBTFUL]:
            continue
        if not named and (account := topped_up(written(line), line.bank_account)):
            if all(order.account == account.pk for order in orders.get(line.pk, ())):
                settle(line, at=at, account=account)
                settled += 1
            continue
        named = named or by_reason[Reason.ORDERED]
        if not named and len(same) == 1 and alike[same[0].pk] == 1:
            named = same
        if named and _pays(line.amount, named):
            settle(line, named, at=at)
            settled += 1
    question(BankLine.objects.waiting().select_related("bank_account"), at=at)
    return settled


def _pays(amount: int, invoices: list[Invoice]) -> bool:
    """Whether an amount is for one invoice, however much, or for several of a customer at once.

    What a customer owes who has been erased is for staff to settle.
    """
    if any(invoice.account_id is None for invoice in invoices):
        return False
    owed = owed_by(invoices)  # as other lines have left it
    if len(invoices) == 1:
        return owed[invoices[0].pk] > 0
    customers = {invoice.account_id for invoice in invoices}
    return len(customers) == 1 and min(owed.values()) > 0 and sum(owed.values()) == amount
