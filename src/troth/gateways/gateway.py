"""What a gateway is: a third party through which customers pay. See docs/gateways/.

A plug-in is a class of these methods; the setting GATEWAYS names it, and OPTIONS there are its
arguments. It gets and gives the dataclasses below, and neither rows of ours nor a page's request.
Whatever it asks its third party it asks by `core.ask_outside`, which `gates.share` lets it.

Each method but `parse` raises, of `calls.errors`, `Refused` for what will never be done,
`Unavailable` where nothing was done and it may work later, and `InDoubt` where nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from troth.calls.errors import Refused
from troth.gates.recipient import Recipient


@dataclass(frozen=True)
class Payer:
    """Who pays, as much of it as the policy lets the gateway have; blank for the rest.

    customer: under which the gateway knows them already. country: ISO 3166-1. wants: what is paid
    for, in words.
    """

    customer: str = ""
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    wants: str = ""


@dataclass(frozen=True)
class Due:
    """What is to be paid: an amount in minor units of a currency (ISO 4217).

    It is zero where a payment method is only left, to be used in that currency. key: of this
    payment with us, by which the gateway knows a call that it gets twice. reference: what the
    customer sees, such as the number of the invoice. here: whether its customer waits for it and
    can confirm it; by a way that is kept, money is mostly taken while they are away.
    """

    key: str
    amount: int
    currency: str
    reference: str
    here: bool = False


@dataclass(frozen=True)
class Kept:
    """A payment method that a gateway keeps for us.

    reference: its own name for it; customer: for whose it is. kind: card, bank, debit, wallet.
    label: how its owner knows it again, with nothing that pays: "Visa 4242". ends: the last day on
    which it can be used; none where it has no end.
    """

    reference: str
    customer: str
    kind: str
    label: str
    ends: date | None = None


@dataclass(frozen=True)
class Redirect:
    """Where the customer goes on, at the gateway. reference: its own name for this."""

    url: str
    reference: str


class Outcome(StrEnum):
    """How a payment stands.

    OPEN: the customer has not paid, and still may. UNDERWAY: the money is on its way, such as of a
    direct debit. ASKED: the customer has to confirm it with their bank first (PSD2 Art. 97).
    LAPSED: nobody has paid, and nobody can any more.
    """

    OPEN = "open"
    UNDERWAY = "underway"
    ASKED = "asked"
    PAID = "paid"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Again(StrEnum):
    """What a decline leaves to hope for: never, at another time, or by another payment method."""

    NEVER = "never"
    LATER = "later"
    OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Standing:
    """What a gateway says of a payment or a refund.

    reference: its own name for it; of: that of the payment which a refund pays back. key: ours, as
    it was handed over, blank for what began there. payee: which account of ours there gets the
    money. amount, currency: what is paid or paid back by it, in minor units. fee: what the gateway
    keeps of it, none where it has not said. kept: the payment method that it keeps.
    url: where the customer confirms it, of one that is ASKED. agreed: of one that is OPEN, whether
    the customer has agreed to it and the money waits to be taken (`Takes`). code: why, of one that
    is DECLINED, in the gateway's words for programs; again: what that leaves to hope for.
    customer: under which the gateway knows who pays, blank where it does not say.
    """

    outcome: Outcome
    reference: str
    key: str
    payee: str
    amount: int
    currency: str
    of: str = ""
    fee: int | None = None
    kept: Kept | None = None
    url: str = ""
    agreed: bool = False
    code: str = ""
    again: Again = Again.NEVER
    customer: str = ""


class What(StrEnum):
    """What an event tells of."""

    PAYMENT = "payment"
    REFUND = "refund"
    KEPT = "kept"
    GONE = "gone"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute won"
    DISPUTE_LOST = "dispute lost"
    PAYOUT = "payout"
    OTHER = "other"


@dataclass(frozen=True)
class Event:
    """Something that a gateway tells of itself, which it has signed.

    name: its own for this event, the same however often it is told. standing: of a payment or a
    refund, and of what a dispute is about, whose amount is what is disputed and whose fee is that
    of the dispute. dispute: the reference of that. kept: a payment method that is new or changed,
    or `gone` the reference of one that cannot be used any more. payout: the reference of one that
    is on its way. answer_by: until when a dispute can be answered.
    """

    name: str
    what: What
    at: datetime
    standing: Standing | None = None
    kept: Kept | None = None
    gone: str = ""
    payout: str = ""
    dispute: str = ""
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Part:
    """What a payout has of one payment, refund, dispute or fee, in minor units; fees are negative.

    reference: of the payment or refund, for a dispute of what is disputed; blank for what is of
    none, such as a monthly fee.
    """

    reference: str
    amount: int
    fee: int


@dataclass(frozen=True)
class Payout:
    """Money that a gateway sends to our bank: what it is of sums to what arrives.

    descriptor: what the bank statement says. by_hand: whether somebody has ordered it at the
    gateway, which then cannot say what it is of: there are no parts to sum up.
    """

    reference: str
    arrives: date
    amount: int
    currency: str
    parts: tuple[Part, ...]
    descriptor: str = ""
    by_hand: bool = False


class ForgedError(Exception):
    """What was delivered as an event is not signed by the gateway, or too old to be taken."""


class NotPaidOutError(Refused):
    """A payout does not arrive: its money is at the gateway still, or again."""


class Gateway(Protocol):
    """A plug-in.

    kinds: of payment methods that it offers, each with `True` where it keeps them. payee: our
    account there, as `Standing.payee` has it; what is paid to another one is not believed.
    """

    recipient: Recipient
    kinds: Mapping[str, bool]
    payee: str

    def pay(self, payer: Payer, due: Due, *, back: str, keep: bool) -> Redirect:
        """Where the customer pays; of nothing, where they only leave a payment method.

        back: the page of ours that they come back to. keep: whether they let the way be kept.
        """

    def charge(self, kept: str, payer: Payer, due: Due) -> Standing:
        """Take money by a way that is kept: with the customer away (off-session), unless they are
        here."""

    def refund(self, payment: str, due: Due) -> Standing:
        """Pay back as much as `due` says of a payment, which the gateway has a name for."""

    def parse(self, raw: bytes, headers: Mapping[str, str], *, at: datetime) -> Event:
        """An event out of what was delivered; headers by names in small letters.

        Raises ForgedError for what the gateway has not signed or signed long ago, and ValueError
        for what is none of its events. It asks nobody but for the gateway's own certificate.
        """

    def look_up(self, key: str, reference: str = "") -> Standing | None:
        """How a payment or refund stands, by our key or the gateway's reference; None for one that
        never arrived there.

        reference: as far as it is known; of a refund without a name yet, that of its payment.
        """

    def payout(self, reference: str) -> Payout:
        """What a payout is of. Raises NotPaidOutError for one that does not arrive."""

    def forget(self, reference: str) -> None:
        """Have a customer or a payment method forgotten there. Returns once that is confirmed."""


@runtime_checkable
class Takes(Protocol):
    """A gateway at whose page customers only agree to pay, and where the money has to be taken."""

    def take(self, reference: str, key: str) -> Standing:
        """Take what a customer has agreed to pay, or keep the payment method that they have agreed
        to leave: what stands under a reference of the gateway's and this key of ours."""


@runtime_checkable
class Forgetful(Protocol):
    """A gateway that cannot say what came of a key of ours. What it gets twice under one it does
    once, but for so long only: after that it would move the money again.

    keys_last: from when it may first have arrived on, with some time to spare.
    """

    keys_last: timedelta
