"""What is to be invoiced: lines of an account, and what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine
from troth.core.percent import share_of
from troth.tax.decide import Treatment


@dataclass(frozen=True)
class DraftLine:
    """A line to be; amounts in minor units, net of tax. `amount` is what it comes to.

    ends: the first day after those that it is for. source: whatever the line comes from, which is
    told which line became of it.
    """

    description: str
    price: int
    supply: str
    quantity: int = 1
    discount: int = 0
    product: str = ""
    starts: date | None = None
    ends: date | None = None
    original: InvoiceLine | None = None
    source: Any = field(default=None, compare=False)

    @property
    def amount(self) -> int:
        return self.quantity * self.price - self.discount


@dataclass(frozen=True)
class Draft:
    """An invoice to be: lines of one account in one currency (ISO 4217). remark: words to it."""

    account: Account
    currency: str
    lines: Sequence[DraftLine]
    supplied_on: date
    due_on: date | None = None
    remark: str = ""


@dataclass(frozen=True)
class TaxDue:
    """The tax of one category, rate and country, in minor units."""

    treatment: Treatment
    base: int
    amount: int


@dataclass(frozen=True)
class Sums:
    """What lines come to: with tax once per category and rate (EN 16931 BR-CO-10 to 17)."""

    net: int
    tax: int
    taxes: tuple[TaxDue, ...]

    @property
    def total(self) -> int:
        return self.net + self.tax


def sums(lines: Iterable[tuple[int, Treatment]]) -> Sums:
    """What lines, each of a net amount and as it is taxed, come to."""
    bases: dict[Treatment, int] = {}
    for amount, treatment in lines:
        bases[treatment] = bases.get(treatment, 0) + amount
    taxes = tuple(TaxDue(t, base, share_of(base, t.rate)) for t, base in bases.items())
    return Sums(sum(bases.values()), sum(tax.amount for tax in taxes), taxes)
