"""Whether customers can pay here, for the pages that lead there."""

from django import template
from django.utils import timezone

from troth.billing.models import Invoice
from troth.gateways.offered import named
from troth.gateways.sepa.announced import announced
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.offered import collects
from troth.publishing.running import policy_on

register = template.Library()


@register.simple_tag
def can_pay() -> bool:
    """Whether there is a gateway that the policy names."""
    policy = policy_on(timezone.now(), missing_ok=True)
    return policy is not None and bool(named(policy))


@register.simple_tag
def debit_of(invoice: Invoice) -> Collection | None:
    """The direct debit that is under way of an invoice."""
    return announced(invoice)


@register.simple_tag
def keeps_ways() -> bool:
    """Whether one of these keeps ways to pay, or we do: mandates for direct debits."""
    policy = policy_on(timezone.now(), missing_ok=True)
    if policy is None:
        return False
    every = named(policy).values()
    return any(any(gateway.kinds.values()) for gateway, _rule in every) or bool(collects(policy))
