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
from troth.gateways.gateway import Gateway
from troth.gateways.installed import gateways
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
    """A gateway that a customer can pay by.

    rule: what the policy says of it; consents: the rules under which they have to agree first.
    """

    name: str
    gateway: Gateway
    rule: Share
    consents: tuple[str, ...]

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
        values = {"name": self.rule.name}
        return {
            rule: _(
                "I agree to the privacy policy of %(name)s, by which it treats what it receives, "
                "and I let it have the access that it needs for this."
            )
            % values
            if rule.endswith(".agreed")
            else _("I agree that %(name)s receives what is named here.") % values
            for rule in self.consents
        }

    @property
    def keeps(self) -> bool:
        """Whether it keeps a way to pay."""
        return any(self.gateway.kinds.values())


def offered(person: Person, *, at: datetime) -> Mapping[str, Offer]:
    """Those that are switched on and that the policy names, each with what is to be agreed to."""
    return {
        name: Offer(name, gateway, rule, _lacking(gateway, rule, person, at=at))
        for name, (gateway, rule) in named(policy_on(at)).items()
    }


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


def _lacking(gateway: Gateway, rule: Share, person: Person, *, at: datetime) -> tuple[str, ...]:
    """What a person has yet to agree to; each is the rule of a consent event."""
    wanted = agreements(gateway.recipient.name, rule)
    return tuple(each for each in wanted if not says_yes(person, each, at=at))
