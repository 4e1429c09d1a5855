"""What no direct debit takes at once."""

from django.db.models import QuerySet

from troth.billing.models import Invoice
from troth.core.sepa_text import MOST
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentMethod


def too_much() -> QuerySet[Invoice]:
    """Invoices of which more is owed than a bank collects, and that a mandate would pay."""
    ways = PaymentMethod.objects.filter(
        gateway=DIRECT_DEBIT, removed_at=None, default_since__isnull=False
    )
    large: QuerySet[Invoice] = Invoice.objects.with_owed().filter(owed__gt=MOST)
    mine = large.filter(total__gt=MOST, account__in=ways.values("account"), currency="EUR")
    return mine.order_by("pk")
