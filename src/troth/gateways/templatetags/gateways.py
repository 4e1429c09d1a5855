"""Whether and how customers can pay here, for the pages that lead there."""

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.billing.models import Invoice, Irregularity, Payment
from troth.gateways.gateway import Outcome, What
from troth.gateways.models import GatewayEvent
from troth.gateways.offered import named
from troth.gateways.paying import Paying, paying
from troth.gateways.sepa.offered import collects
from troth.publishing.running import policy_on
from troth.wall.enter import beyond_wall

register = template.Library()

_IN_WORDS: Mapping[str, Promise] = {
    What.PAYMENT: _("Payment"),
    What.REFUND: _("Refund"),
    What.KEPT: _("Payment method saved"),
    What.GONE: _("Payment method gone"),
    What.DISPUTE: _("Dispute"),
    What.DISPUTE_WON: _("Dispute won"),
    What.DISPUTE_LOST: _("Dispute lost"),
    What.PAYOUT: _("Payout"),
    What.OTHER: _("Something else"),
    Outcome.OPEN: _("Not paid yet"),
    Outcome.UNDERWAY: _("On its way"),
    Outcome.ASKED: _("To be confirmed"),
    Outcome.PAID: _("Paid"),
    Outcome.DECLINED: _("Declined"),
    Outcome.LAPSED: _("Lapsed"),
}


@register.filter
def in_words(told: str) -> str:
    """What a gateway told of, and how it came out, in the reader's language."""
    return str(_IN_WORDS.get(told, told))


@register.simple_tag
def can_pay() -> bool:
    """Whether there is a gateway that the policy names."""
    policy = policy_on(timezone.now(), missing_ok=True)
    return policy is not None and bool(named(policy))


@register.simple_tag
def how_it_is_paid(invoice: Invoice) -> Paying:
    """How an invoice is just being paid, which `gateways/paying.html` says."""
    with beyond_wall():  # whether a dispute is open decides it, and is shown to nobody
        return paying(invoice, at=timezone.now())


@register.simple_tag
def keeps_ways() -> bool:
    """Whether one of these keeps payment methods, or we do: mandates for direct debits."""
    policy = policy_on(timezone.now(), missing_ok=True)
    if policy is None:
        return False
    every = named(policy).values()
    return any(any(gateway.kinds.values()) for gateway, _rule in every) or bool(collects(policy))


@register.simple_tag
def answer_by(found: Irregularity) -> datetime | None:
    """Until when a dispute can be answered, as its gateway has told last; None where none has.

    Whoever may not read how somebody pays is told the day all the same.
    """
    if found.kind != Irregularity.Kind.DISPUTE or found.payment_id is None:
        return None
    with beyond_wall():
        of = Payment.objects.select_related("refunds").get(pk=found.payment_id).refunds
        told = GatewayEvent.objects.filter(answer_by__isnull=False)
        told = told.filter(gateway=of.method, payment=of.reference) if of else told.none()
        return told.order_by("-pk").values_list("answer_by", flat=True).first()
