"""Invoices and credit notes as EN 16931 has them; one whose sums do not hold cannot be made.

The numbers behind the fields (BT-1) are the business terms of the standard, those in the checks
(BR-CO-10) its rules.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from troth.core.errors import TrothError
from troth.core.leitweg import leitweg_id
from troth.core.percent import of_hundred, share_of
from troth.core.text import straight


class Kind(StrEnum):
    """What a document is, by its code in UNTDID 1001."""

    INVOICE = "380"
    CREDIT_NOTE = "381"


class Category(StrEnum):
    """How something is taxed, by its code in UNCL 5305."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


_WITHOUT_REASON = {Category.STANDARD, Category.ZERO_RATED}
_BUYER_HAS_VAT_ID = {Category.REVERSE_CHARGE, Category.INTRA_COMMUNITY}


@dataclass(frozen=True)
class _Legible:
    """Its texts were typed by somebody; what no reader sees, nor XML can hold, is left out."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is str:
                object.__setattr__(self, field.name, straight(value).strip())


@dataclass(frozen=True)
class Party(_Legible):
    """The seller (BG-4) or the buyer (BG-7).

    country: its code in ISO 3166. tax_id: a VAT number with its country in front (DE123456788), or
    another tax number. registration: in a register of companies. contact and phone: of whoever
    answers for the document; XRechnung wants both of the seller.
    """

    name: str
    country: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    tax_id: str = ""
    registration: str = ""
    email: str = ""
    contact: str = ""
    phone: str = ""

    @property
    def has_vat_id(self) -> bool:
        return is_for_vat(self.tax_id)


def is_for_vat(tax_id: str) -> bool:
    """Whether a tax number is one for VAT, which has its country in front."""
    return tax_id[:2].isalpha()


@dataclass(frozen=True)
class BankAccount(_Legible):
    """Where to pay to (BG-17)."""

    iban: str
    holder: str
    bic: str = ""


@dataclass(frozen=True)
class Original(_Legible):
    """The invoice that a credit note takes back (BG-3)."""

    number: str
    issued: date


@dataclass(frozen=True)
class Line(_Legible):
    """A line (BG-25). Amounts are minor units, net of tax.

    rate: in parts per million, 19_0000 for 19 %. unit: its code in UN/ECE recommendation 20 (C62 is
    one of something, MON a month). starts and ends: the first and the last day of what is paid for.
    """

    position: int
    description: str
    quantity: Decimal
    unit_price: int
    net: int
    category: Category
    rate: int
    discount: int = 0
    unit: str = "C62"
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Adjustment(_Legible):
    """A discount (BG-20) or, where the amount is positive, a charge (BG-21) on the whole."""

    reason: str
    amount: int
    category: Category
    rate: int


@dataclass(frozen=True)
class Subtotal(_Legible):
    """What is taxed alike (BG-23). reason, with its VATEX code: why it bears no tax."""

    category: Category
    rate: int
    base: int
    tax: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True)
class Totals:
    """The sums of a document (BG-22), in minor units. prepaid: what has been paid already."""

    lines: int
    discounts: int
    charges: int
    net: int
    tax: int
    gross: int
    prepaid: int
    due: int

    @classmethod
    def of(
        cls,
        lines: Iterable[Line],
        adjustments: Iterable[Adjustment],
        subtotals: Iterable[Subtotal],
        prepaid: int = 0,
    ) -> "Totals":
        """The sums that are right (BR-CO-10 to BR-CO-16)."""
        amounts = [adjustment.amount for adjustment in adjustments]
        of_lines = sum(line.net for line in lines)
        net = of_lines + sum(amounts)
        tax = sum(subtotal.tax for subtotal in subtotals)
        return cls(
            lines=of_lines,
            discounts=-sum(amount for amount in amounts if amount < 0),
            charges=sum(amount for amount in amounts if amount > 0),
            net=net,
            tax=tax,
            gross=net + tax,
            prepaid=prepaid,
            due=net + tax - prepaid,
        )


@dataclass(frozen=True)
class Document(_Legible):
    """An invoice or a credit note, whole: whoever has it needs nothing else to write it down.

    Amounts are minor units of `currency`, positive in a credit note as well. tax_in_own: the tax
    in the currency of the seller (BT-111), `own_currency`, where that is another one.
    buyer_reference: what the buyer sorts by; the Leitweg-ID of an authority in Germany. language:
    of what people read, `de` or `en`.
    """

    kind: Kind
    number: str
    issued: date
    due_on: date
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    subtotals: tuple[Subtotal, ...]
    totals: Totals
    adjustments: tuple[Adjustment, ...] = ()
    own_currency: str = ""
    tax_in_own: int | None = None
    buyer_reference: str = ""
    purchase_order: str = ""
    payment_reference: str = ""
    account: BankAccount | None = None
    original: Original | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "notes", tuple(straight(note).strip() for note in self.notes))
        for rule, holds, what in _rules(self):
            if not holds:
                raise TrothError(f"Document {self.number} cannot be: {what} ({rule}).")

    @property
    def leitweg_id(self) -> str:
        """Of a buyer that is an authority in Germany; blank for any other."""
        return leitweg_id(self.buyer_reference) if self.buyer.country == "DE" else ""

    @property
    def period(self) -> tuple[date, date] | None:
        """From the first to the last day that anything on it is paid for (BG-14)."""
        starts = [line.starts for line in self.lines if line.starts]
        ends = [line.ends for line in self.lines if line.ends]
        return (min(starts), max(ends)) if starts and ends else None


def net_of(quantity: Decimal, unit_price: int, discount: int = 0) -> int:
    """What a line comes to (BT-131)."""
    return _half_up(quantity * unit_price) - discount


def _half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _rules(document: Document) -> Iterable[tuple[str, bool, str]]:
    """Each rule: its name, whether it holds, and what is wrong where it does not."""
    totals = document.totals
    right = Totals.of(
        document.lines, document.adjustments, document.subtotals, document.totals.prepaid
    )
    yield "BR-16", bool(document.lines), "it has no line"
    for line in document.lines:
        named = f"line {line.position}"
        yield "BR-25", bool(line.description), f"{named} says nothing of what it is for"
        yield "BR-27", line.unit_price >= 0, f"the price of {named} is less than nothing"
        yield "BR-41", line.discount >= 0, f"the discount of {named} is less than nothing"
        net = net_of(line.quantity, line.unit_price, line.discount)
        yield "BT-131", line.net == net, f"{named} comes to {net}, not {line.net}"
        whole = line.starts is None or line.ends is None or line.starts <= line.ends
        yield "BR-30", whole, f"the period of {named} ends before it starts"
    for adjustment in document.adjustments:
        yield "BR-33", bool(adjustment.reason), "a discount or charge has no reason"
    for rule, name, what in (
        ("BR-CO-10", "lines", "its lines"),
        ("BR-CO-11", "discounts", "its discounts"),
        ("BR-CO-12", "charges", "its charges"),
        ("BR-CO-13", "net", "it without tax"),
        ("BR-CO-14", "tax", "its taxes"),
        ("BR-CO-15", "gross", "it with tax"),
        ("BR-CO-16", "due", "what is due"),
    ):
        is_, should = getattr(totals, name), getattr(right, name)
        yield rule, is_ == should, f"the sum of {what} is {should}, not {is_}"
    yield from _tax_rules(document)


def _tax_rules(document: Document) -> Iterable[tuple[str, bool, str]]:
    seller, buyer = document.seller, document.buyer
    bases: Counter[tuple[Category, int]] = Counter()
    for line in document.lines:
        bases[line.category, line.rate] += line.net
    for adjustment in document.adjustments:
        bases[adjustment.category, adjustment.rate] += adjustment.amount
    stated = [(subtotal.category, subtotal.rate) for subtotal in document.subtotals]
    told = sorted(stated) == sorted(bases)
    yield "BR-CO-18", told, "its taxes are not told once by category and rate"
    for subtotal in document.subtotals:
        category, rate = subtotal.category, subtotal.rate
        named = f"{category} of {of_hundred(rate)} %"
        base, tax = bases[category, rate], share_of(subtotal.base, rate)
        told = subtotal.base == base
        yield f"BR-{category}-08", told, f"the base of {named} is {base}, not {subtotal.base}"
        yield "BR-CO-17", subtotal.tax == tax, f"the tax of {named} is {tax}, not {subtotal.tax}"
        has_rate = category == Category.STANDARD
        yield f"BR-{category}-05", (rate > 0) == has_rate, f"{named} is no rate of this category"
        told = bool(subtotal.reason) != (category in _WITHOUT_REASON)
        yield f"BR-{category}-10", told, f"why {named} bears no tax has to be said there alone"
        if category == Category.OUT_OF_SCOPE:
            yield "BR-O-11", len(stated) == 1, f"{named} goes with no other tax"
        else:
            yield f"BR-{category}-02", bool(seller.tax_id), "the seller has no tax number"
        if category in _BUYER_HAS_VAT_ID:
            told = seller.has_vat_id and buyer.has_vat_id
            yield f"BR-{category}-02", told, f"{named} needs the VAT number of either side"
    abroad = document.own_currency not in ("", document.currency)
    told = abroad == (document.tax_in_own is not None)
    yield "BR-53", told, "the tax in the seller's currency is told where that is another one"
