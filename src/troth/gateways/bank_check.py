"""What a check of a bank account is: a third party confirms that it is the customer's.

The customer signs in to their bank there, and what comes back is handed to a gateway, which takes
money from the account (ACH). A plug-in is a class of these methods; the setting BANK_CHECKS names
it. Whatever it asks it asks by `core.ask_outside`, which `gates.share` lets it.

Each method raises, of `calls.errors`, `Refused` for what will never be done, `Unavailable` where
nothing was done and it may work later, and `InDoubt` where nobody knows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from troth.gates.recipient import Recipient
from troth.gateways.gateway import Kept, Payer, Redirect


@dataclass(frozen=True)
class Holder:
    """Whose account it is said to be, as much of it as the policy lets go; blank for the rest.

    key: under which the third party knows this check, which leads to nobody. country: ISO 3166-1.
    """

    key: str
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    language: str = ""


class Stage(StrEnum):
    """How far a check has come.

    OPEN: the customer is still there, or has not come. LEFT: they went without. WAITS: small
    amounts are on their way, whose code they have to enter. PROVED: they have shown that they can
    use the account. FAILED: they have not, and can begin anew.
    """

    OPEN = "open"
    LEFT = "left"
    WAITS = "waits"
    PROVED = "proved"
    FAILED = "failed"


@dataclass(frozen=True)
class Found:
    """What a check has found. access: the third party's key to the account, sealed by the plug-in,
    which alone opens it (`core.vault`).

    account: its name for the account.
    """

    stage: Stage
    access: str = ""
    account: str = ""


class BankCheck(Protocol):
    """A plug-in. hands_to: the gateways that take what it hands over, which are `TakesAccounts`.

    kinds: of payment methods that come of it, as gateways have them. currency: in which alone money
    is taken from such accounts (ISO 4217).
    """

    recipient: Recipient
    hands_to: Collection[str]
    kinds: Mapping[str, bool]
    currency: str

    def begin(self, holder: Holder, *, name: str, back: str, access: str = "") -> Redirect:
        """Where the customer signs in to their bank; they come back to the page `back` of ours.

        name: who asks them to, in words. access: of an account that WAITS, whose code they enter
        there.
        """

    def found(self, reference: str, *, access: str = "", account: str = "") -> Found:
        """What came of a check that `begin` named so; access, account: of one that waited."""

    def match(self, found: Found, holder: Holder) -> int | None:
        """How well the bank's name of the holder is the one we were told, from 0 to 100; None where
        the bank does not say."""

    def hand_over(self, found: Found, gateway: str) -> str:
        """What a gateway of `hands_to` takes for the account; it works once."""

    def forget(self, reference: str) -> None:
        """Have the third party let go of an account, by its access, after which the gateway can
        take nothing from it either. Returns once it has."""


@runtime_checkable
class TakesAccounts(Protocol):
    """What a gateway has besides its other methods that takes accounts from such a check."""

    def take_account(self, token: str, payer: Payer, *, key: str, agreed_at: datetime) -> Kept:
        """Keep an account that a check has handed over, so that money can be taken from it.

        agreed_at: when the customer has authorised that. Asked again under the same key, also with
        another token for the same account, it is kept once.
        """
