"""By whom customers can pay, as the policy in force has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Person
from troth.gates.agree_to_share import agreements, says_yes
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

DEBIT = ".debit"  # after a check's rule, what stands for the authorisation to take money


@dataclass(frozen=True)
class Offer:
    """A gateway that a customer can pay by, or a check by which they leave a bank account.

    rule: what the policy says of it. consents: the rules under which they have to agree first.
    provider: who is paid by it. currency: in which alone it takes money; blank where in several.
    """

    name: str
    gateway: Gateway | BankCheck
    rule: Share
    consents: tuple[str, ...]
    provider: str
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
    def words(self) -> dict[str, str]:
        """By rule, the words that are agreed to first."""
        return {rule: self._words(rule) for rule in self.consents}

    @property
    def terms(self) -> str:
        """Where its own policy is read, as a URL; blank where neither says."""
        return self.rule.terms or self.gateway.recipient.terms

    @property
    def keeps(self) -> bool:
        """Whether it keeps a way to pay."""
        return any(self.gateway.kinds.values())

    def _words(self, rule: str) -> str:
        values = {"name": self.rule.name}
        if rule.endswith(DEBIT):
            # What an authorisation has to say: Nacha Operating Rules, 2.3.2.
            return _(
                "I authorise %(provider)s to debit the bank account that I show here (ACH), by "
                "electronic transfers, for what I pay now and for what falls due under my "
                "contracts, in the amount and on the day that each invoice says. I can revoke this "
                "at any time by removing the account under “Ways to pay”; what has been sent to my "
                "bank by then is still debited."
            ) % {"provider": self.provider}
        if rule.endswith(".agreed"):
            return (
                _(
                    "I agree to the privacy policy of %(name)s, by which it treats what it "
                    "receives, and I let it have the access that it needs for this."
                )
                % values
            )
        return _("I agree that %(name)s receives what is named here.") % values


def offered(person: Person, *, at: datetime) -> Mapping[str, Offer]:
    """Those that are switched on and that the policy names, each with what is to be agreed to."""
    policy = policy_on(at)
    asks = policy.tables.provider.name
    offers = {
        name: Offer(name, gateway, rule, _lacking(gateway, rule, person, at=at), asks)
        for name, (gateway, rule) in named(policy).items()
    }
    for name, (check, rule) in named_checks(policy).items():
        first = _lacking(check, rule, person, at=at)
        debit = f"share.{check.recipient.name}{DEBIT}"  # for each account anew
        offers[name] = Offer(name, check, rule, (*first, debit), asks, check.currency)
    return offers


def named(policy: Policy) -> Mapping[str, tuple[Gateway, Share]]:
    """The gateways that a policy lets customers pay by, each with its rule.

    There are none where it does not have customers asked how they pay.
    """
    found = form_rule("billing", policy)
    if found is None or "payment_method" not in asked_by(found[1]):
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


def _lacking(
    gateway: Gateway | BankCheck, rule: Share, person: Person, *, at: datetime
) -> tuple[str, ...]:
    """What a person has yet to agree to; each is the rule of a consent event."""
    wanted = agreements(gateway.recipient.name, rule)
    return tuple(each for each in wanted if not says_yes(person, each, at=at))
