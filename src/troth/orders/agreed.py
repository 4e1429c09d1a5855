"""What somebody agrees to, or is asked to: lines, what they come to, and under which texts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from troth.billing.quote_tax import Quoted
from troth.catalog.price import Priced
from troth.orders.models import AgreedLine, Terms
from troth.policy.placeholders import join
from troth.publishing.running import policy_on


@dataclass(frozen=True)
class Line:
    """A line as `AgreedLine` stores it."""

    offer_id: int | None
    product: str
    about: str
    options: str
    supply: str
    quantity: int
    months: int
    currency: str
    price: int
    setup: int
    discount: int
    discounts: int | None
    amount: int
    recurring: int
    label: str = ""
    list_price: int | None = None
    choices: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.amount == self.quantity * (self.price + self.setup) - self.discount


@dataclass(frozen=True)
class Agreement:
    """Lines with their tax, and the texts that hold for them.

    documents: what the policy names that is to be agreed to besides; blank where that is nothing.
    asks: what a consumer is asked besides and need not agree to, see `begin.py`.
    """

    currency: str
    lines: Sequence[Line]
    taxed: Quoted
    terms: Terms | None
    policy: str
    promotion: str = ""
    documents: str = ""
    asks: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A digest of every figure and word; another one says that something has changed."""
        sums = self.taxed.sums
        told: list[Any] = [asdict(line) | {"label": ""} for line in self.lines]
        told += [self.currency, sums.net, sums.tax, self.taxed.pending, self.promotion]
        told += [self.terms and self.terms.pk, self.policy, self.documents, self.asks]
        return sha256(json.dumps(told).encode()).hexdigest()


def of_priced(priced: Priced) -> Line:
    """The line of something from the catalogue, in the language that is spoken."""
    return Line(
        offer_id=priced.product.pk,
        product=priced.product.said.name,
        about=priced.product.said.summary,
        options=priced.options,
        choices=priced.choices,
        supply=priced.product.supply,
        quantity=priced.quantity,
        months=priced.months,
        currency=priced.currency,
        price=priced.price,
        setup=priced.setup,
        discount=priced.discount,
        discounts=priced.discounts,
        amount=priced.amount,
        recurring=priced.recurring,
    )


def of_stored(row: AgreedLine) -> Line:
    """The line that a row of an order or a quote holds."""
    return Line(**{each.name: getattr(row, each.name) for each in fields(Line)})


def terms_on(day: date) -> Terms | None:
    """The terms of business that hold on a day; None before there are any."""
    return Terms.objects.filter(starts__lte=day).order_by("-starts", "-pk").first()


def documents_on(at: datetime) -> str:
    """The documents that the policy in force has customers agree to, in words; blank for none."""
    return join(policy_on(at).tables.policy.documents)
