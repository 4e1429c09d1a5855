"""What a bank tells about an account: statements and their entries, whatever format they came in.

Amounts are minor units, positive where money came in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from troth.core.errors import TrothError


class UnreadableError(TrothError):
    """The file cannot be read as statements; the text says why, and what to do."""


@dataclass(frozen=True)
class Entry:
    """A movement. `party` is the other side: who paid, or whom was paid.

    `bank_id` is the bank's own name for it, which a reversal of it may share; `reference` is the
    structured one; `reason` is the code (ISO 20022) of what sent the money back.
    """

    booked_on: date
    amount: int
    currency: str
    valued_on: date | None = None
    party: str = ""
    party_iban: str = ""
    end_to_end_id: str = ""
    reference: str = ""
    text: str = ""
    bank_id: str = ""
    reversal: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Statement:
    """The movements of an account between two balances. `iban` is the account's number as told.

    `until` is the day of the closing balance, where the bank tells it. It is no part of what a
    statement is known by.
    """

    iban: str
    currency: str
    number: str
    opening: int
    closing: int
    entries: tuple[Entry, ...]
    until: date | None = field(default=None, repr=False, compare=False)


def balanced(
    iban: str,
    currency: str,
    number: str,
    opening: int,
    closing: int,
    entries: Iterable[Entry],
    until: date | None = None,
) -> Statement:
    """A statement whose entries lead from one balance to the other.

    Whether an entry that is told twice under one name of the bank's is two, the balances say.
    Raises UnreadableError where they do not agree, or entries are in another currency.
    """
    every = tuple(entries)
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError("a balance has no currency")
    if any(entry.currency != currency for entry in every):
        raise UnreadableError(
            _("Statement %(number)s mixes currencies. Ask the bank for one account at a time.")
            % {"number": number}
        )
    once = tuple(dict.fromkeys(entry for entry in every if entry.bank_id))
    once += tuple(entry for entry in every if not entry.bank_id)
    for told in (every, once):
        if opening + sum(entry.amount for entry in told) == closing:
            return Statement(iban, currency, number, opening, closing, told, until)
    raise UnreadableError(
        _(
            "The entries of statement %(number)s do not lead from its opening to its closing "
            "balance. Download it from the bank again."
        )
        % {"number": number}
    )
