"""Compare the books with what the bank says, and its statements with each other."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import groupby

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from troth.bank.models import BankLine, BankStatement, Why
from troth.bank.take_back_sent import sent_by_hand
from troth.billing.mark_sent import to_send
from troth.billing.models import BankAccount, Posting
from troth.core.day import start_of
from troth.core.money import major

_CHARGE = re.compile(r"(?:bank|payout) line (\d+) ")  # as `book` and `settle_payout` name an entry


def reconcile() -> list[str]:
    """Where they part, and since when, each in one line, which names nobody."""
    found = []
    for currency in sorted({*BankAccount.objects.values_list("currency", flat=True)}):
        if parted := _parted(_beyond_the_bank(currency)):
            since, amount = parted
            told = f"{major(abs(amount), currency)} {currency}"
            word = "more" if amount > 0 else "less"
            found.append(f"since {since}, cash by transfer is {told} {word} than the bank has")
    for account in BankAccount.objects.order_by("pk"):
        if parted := _parted(_beyond_its_lines(account)):
            since, amount = parted
            told = f"{major(amount, account.currency)} {account.currency}"
            found.append(f"statements of {account.iban} lack lines of {told}, up to {since}")
    return found


def _beyond_the_bank(currency: str) -> Mapping[date, int]:
    """By day, by how much cash by transfer rose above what the bank tells of. What a line became
    counts for the line's day, on whichever it was read.

    Lines that wait, and what passed through the bank and is no business of these books, count for
    neither; nor do refunds that are still to be sent, or that staff have sent since the last line,
    and what was before the first statement.
    """
    ours = Q(settled_at__isnull=False) | Q(dismissed_why=Why.BANK)
    lines = BankLine.objects.filter(currency=currency)
    days = lines.order_by("booked_on").values_list("booked_on", flat=True)
    first, last = days.first(), days.last()
    found: Counter[date] = Counter()
    if first is None or last is None:
        return found
    on_its_way = sent_by_hand().filter(sent_at__gte=start_of(last))
    cash = Posting.objects.filter(
        ledger=Posting.Ledger.CASH, part="transfer", currency=currency, transaction__on__gte=first
    ).exclude(payment__in=to_send() | on_its_way)
    no_payments = lines.filter(
        Q(dismissed_why=Why.BANK) | Q(settled_at__isnull=False, payment=None)
    )
    of_line = dict(no_payments.values_list("pk", "booked_on"))
    on = Coalesce("payment__bank_lines__booked_on", "transaction__on")
    columns = cash.annotate(day=on).values_list("day", "transaction__key", "amount")
    for day, key, amount in columns.iterator():
        charge = _CHARGE.match(key or "")
        found[(of_line.get(int(charge[1])) if charge else None) or day or first] += amount
    booked = lines.filter(ours).order_by()
    for day, amount in booked.values_list("booked_on").annotate(sum=Sum("amount")):
        found[day] -= amount
    return found


def _beyond_its_lines(account: BankAccount) -> Mapping[date, int]:
    """By the last day of each statement, by how much its lines miss what lies between balances."""
    statements = list(
        BankStatement.objects.filter(bank_account=account)
        .annotate(sum=Sum("lines__amount", default=0))
        .order_by("until", "pk")
        .values_list("until", "opening", "closing", "sum")
    )
    found: Counter[date] = Counter()
    before = None
    for on, each in groupby(statements, key=lambda each: each[0]):
        of_day = [(opening, closing, lines) for _on, opening, closing, lines in each]
        if before is None:
            before = _first(of_day)
        last = _last(of_day, before)
        found[on] = last - before - sum(lines for *_balances, lines in of_day)
        before = last
    return found


def _first(of_day: list[tuple[int, int, int]]) -> int:
    """With which balance the statements of a day begin, in whatever order they were read."""
    ended = {closing for _opening, closing, _lines in of_day}
    openings = [opening for opening, *_more in of_day]
    return next((each for each in openings if each not in ended), openings[0])


def _last(of_day: list[tuple[int, int, int]], before: int) -> int:
    """With which balance they end: what is new in each leads from one balance to another. Where one
    is missing among them, the last that was read has it."""
    ended = Counter(closing for _opening, closing, _lines in of_day)
    last = [*(ended - Counter(closing - lines for _opening, closing, lines in of_day))]
    if len(last) == 1:
        return last[0]
    return before if not last and before in ended else of_day[-1][1]


def _parted(by_day: Mapping[date, int]) -> tuple[date, int] | None:
    """Since when, and by how much, sums that grow by day differ; None where they do not."""
    since, sum_ = None, 0
    for on in sorted(by_day):
        if by_day[on] and not sum_:
            since = on
        sum_ += by_day[on]
    return (since, sum_) if since and sum_ else None
