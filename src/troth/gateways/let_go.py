"""Have checks of bank accounts let go of accounts by which nothing will be taken."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from troth.calls.ask import ask
from troth.calls.models import Call
from troth.core.conflicts import act
from troth.gates.models import Disclosure
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way

_MOST = 1000  # in one go


@act
def let_go(*, at: datetime) -> int:
    """Ask it for each check that has ended without a payment method; of how many. Twice is once."""
    over = PaymentAttempt.objects.filter(ended_at__isnull=False, method=None).exclude(proof="")
    asked = Call.objects.filter(
        about=PaymentAttempt._meta.label_lower, verb="let go", row=OuterRef("pk")
    )
    found = list(over.exclude(Exists(asked)).order_by("pk")[:_MOST])
    for each in found:
        ask("bank check", each.gateway, "let go", each, key=f"let go {each.key}", at=at)
    return len(found)


@act
def remove_let_go(*, at: datetime) -> int:
    """Remove the payment methods whose check has been told to forget the account, as its owner
    agrees no longer: nothing can be taken by them any more. How many."""
    told = Disclosure.objects.filter(
        subject=OuterRef("account"),
        recipient=OuterRef("proved_by"),
        reference=OuterRef("proof"),
        asked_to_forget_at__isnull=False,
    )
    kept = PaymentMethod.objects.filter(removed_at=None).exclude(proof="")
    found = list(kept.filter(Exists(told)).select_related("account").order_by("pk")[:_MOST])
    for way in found:
        remove_way(way.account, way.pk, at=at)
    return len(found)
