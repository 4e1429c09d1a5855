"""By whom customers can pay, as the policy in force has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.gates.agree_to_share import Asked, asked_of, ended_by_owner
from troth.gates.collect import asked_by, form_rule
from troth.gateways.bank_check import BankCheck
from troth.gateways.gateway import Gateway
from troth.gateways.installed import checks, gateways, taker
from troth.policy.describe import describe
from troth.policy.language import Share
from troth.policy.parse import Policy
from troth.publishing.running import policy_on

KINDS: Mapping[str, Promise] = {
    "card": gettext_lazy("card"),
    "bank": gettext_lazy("bank account"),
    "debit": gettext_lazy("direct debit"),
    "wallet": gettext_lazy("wallet"),
}


@dataclass(frozen=True)
class Offer:
    """A gateway that a customer can pay by, or a check by which they leave a bank account.

    rule: what the policy says of it; asked: what they have to agree to first, None where that is
    nothing. authorisation: the words by which they let money be taken, blank where the third party
    has them say so. currency: in which alone it takes money; blank where in several.
    """

    name: str
    gateway: Gateway | BankCheck
    rule: Share
    asked: Asked | None
    authorisation: str = ""
    currency: str = ""

    @property
    def label(self) -> str:
        """Its name, with the kinds of ways that it offers."""
        kinds = ", ".join(str(KINDS.get(kind, kind)) for kind in self.gateway.kinds)
        return f"{self.rule.name} ({kinds})" if kinds else self.rule.name

    @property
    def says(self) -> str:
        """What the policy says of it: who it is, where, what it receives and when."""
        return describe(self.rule, self.gateway.recipient.name)

    @property
    def is_controller(self) -> bool:
        """Whether it decides by itself what it does with the data."""
        return self.rule.role == "controller"

    @property
    def authorised_as(self) -> str:
        """Of which rule the consent event is that has the authorisation."""
        return f"share.{self.gateway.recipient.name}.debit"

    @property
    def keeps(self) -> bool:
        """Whether it keeps a payment method."""
        return any(self.gateway.kinds.values())


def offered(person: Person, account: Account, *, at: datetime) -> Mapping[str, Offer]:
    """Those that are switched on and that the policy names, each with what is to be agreed to.

    What the owner of the account has taken back is offered to nobody else.
    """
    policy = policy_on(at)
    offers = {
        name: Offer(name, gateway, rule, asked_of(person, gateway.recipient.name, at=at))
        for name, (gateway, rule) in named(policy).items()
    }
    debit = _debit(policy.tables.provider.name)
    for name, (check, rule) in named_checks(policy).items():
        asked = asked_of(person, check.recipient.name, at=at)
        offers[name] = Offer(name, check, rule, asked, debit, check.currency)
    ended = {
        name
        for name, offer in offers.items()
        if ended_by_owner(account, offer.gateway.recipient.name, offer.rule, at=at)
    }
    if not ended or owner_of(account) == person:
        return offers
    return {name: offer for name, offer in offers.items() if name not in ended}


def named(policy: Policy) -> Mapping[str, tuple[Gateway, Share]]:
    """The gateways that a policy lets customers pay by, each with its rule.

    There are none where it does not have customers asked how they pay.
    """
    if not asks_how(policy):
        return {}
    shares = policy.tables.share
    return {
        name: (gateway, shares[gateway.recipient.name])
        for name, gateway in gateways().items()
        if gateway.recipient.name in shares
    }


def named_checks(policy: Policy) -> Mapping[str, tuple[BankCheck, Share]]:
    """The checks of bank accounts whose gateway customers can pay by, each with its rule."""
    shares, takers = policy.tables.share, named(policy)
    return {
        name: (check, shares[check.recipient.name])
        for name, check in checks().items()
        if check.recipient.name in shares and taker(check) in takers
    }


def asks_how(policy: Policy) -> bool:
    """Whether a policy has customers asked how they pay."""
    found = form_rule("billing", policy)
    return found is not None and "payment_method" in asked_by(found[1])


def _debit(provider: str) -> str:
    """What an authorisation to take money has to say: Nacha Operating Rules, 2.3.2."""
    return _(
        "I authorise %(provider)s to debit the bank account that I connect here (ACH), by "
        "electronic transfers, for what I pay now and for what falls due under my contracts, in "
        "the amount and on the day that each invoice says. I can revoke this at any time by "
        "removing the account under “Payment methods”; what has been sent to my bank by then is "
        "still debited."
    ) % {"provider": provider}
