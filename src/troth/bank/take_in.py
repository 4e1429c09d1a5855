"""Take in a file of the bank: each statement once, each line once, all of it or nothing."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from troth.bank.events import READ
from troth.bank.gaps import Gap, gaps
from troth.bank.mask import mask
from troth.bank.match import match
from troth.bank.models import BankLine, BankStatement
from troth.bank.read import read
from troth.bank.statement import Entry, Statement, UnreadableError
from troth.billing.models import BankAccount
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.publishing.evidence import note


@dataclass(frozen=True)
class Taken:
    """What was new in a file: statements, lines, and how many of these were settled at once.

    gaps: where a statement before one of these seems to be missing.
    """

    statements: int
    lines: int
    settled: int
    gaps: tuple[Gap, ...] = ()


@act
def take_in(data: bytes, *, at: datetime) -> Taken:
    """Read a file, note what is new in it, and settle what is beyond doubt.

    Raises UnreadableError for a file that is no statement, and for one of an account not ours.
    """
    statements = read(data)
    every = {statement.iban for statement in statements}
    # The lock makes of two files at once one after the other.
    ours = BankAccount.objects.select_for_update().order_by("pk").filter(iban__in=every)
    accounts = {(account.iban, account.currency): account for account in ours}
    if any((each.iban, each.currency) not in accounts for each in statements):
        raise UnreadableError(
            _("This statement is of an account or in a currency that is not ours.")
        )
    taken = [_note(each, accounts[each.iban, each.currency], at=at) for each in statements]
    new = [lines for lines in taken if lines is not None]
    if not new:
        return Taken(0, 0, 0)
    note(READ, at=at, counts={"statements": len(new), "lines": sum(new)})
    read_now = BankStatement.objects.filter(bank_account__in=accounts.values(), read_at=at)
    return Taken(len(new), sum(new), match(at=at), tuple(gaps(read_now)))


def _note(told: Statement, account: BankAccount, *, at: datetime) -> int | None:
    """How many lines of a statement are new; None where the statement itself is not."""
    until = told.until or max((entry.booked_on for entry in told.entries), default=day_at(at))
    statement, new = BankStatement.objects.get_or_create(
        digest=_digest(told.iban, told),
        defaults={
            "bank_account": account,
            "number": told.number[:40],
            "opening": told.opening,
            "closing": told.closing,
            "since": min((entry.booked_on for entry in told.entries), default=until),
            "until": until,
            "read_at": at,
        },
    )
    if not new:
        return None
    lines = [_line(entry, statement, at=at) for entry in told.entries]
    for line in lines:
        mask(line)
    first = _first_free(statement, lines)
    equal: Counter[str] = Counter()
    for line in lines:
        line.nth = first.get(line.digest, 0) + equal[line.digest]
        equal[line.digest] += 1
    before = account.lines.count()
    BankLine.objects.bulk_create(lines, ignore_conflicts=True, batch_size=1000)
    return account.lines.count() - before


def _first_free(statement: BankStatement, lines: list[BankLine]) -> dict[str, int]:
    """Where the count of equal lines goes on: of statements that follow each other none is shared,
    while those that overlap, such as two downloads of one day, tell the same line twice."""
    follows = Q(statement__closing=statement.opening) | Q(statement__opening=statement.closing)
    found = (
        statement.bank_account.lines.filter(follows, digest__in=[line.digest for line in lines])
        .order_by()
        .values_list("digest")
        .annotate(last=Max("nth"))
    )
    return {digest: last + 1 for digest, last in found}


def _line(entry: Entry, statement: BankStatement, *, at: datetime) -> BankLine:
    return BankLine(
        statement=statement,
        bank_account=statement.bank_account,
        digest=_digest(entry.booked_on, entry.amount, entry.bank_id or entry),
        read_at=at,
        booked_on=entry.booked_on,
        valued_on=entry.valued_on,
        currency=entry.currency,
        amount=entry.amount,
        reversal=entry.reversal,
        reason=entry.reason[:40],
        party=entry.party[:200],
        party_iban=entry.party_iban[:34],
        end_to_end_id=entry.end_to_end_id[:140],
        reference=entry.reference[:140],
        text=entry.text,
        bank_id=entry.bank_id[:140],
    )


def _digest(*what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()
