"""What is left of an invoice: of its lines and taxes, what no credit note has taken back."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, F, Sum, When

from troth.billing.models import Invoice, InvoiceLine, InvoiceTax

# A line that takes back stands on a credit note as what it gives, on an invoice as less than none.
_TAKEN = Case(When(invoice__kind=Invoice.Kind.CREDIT_NOTE, then=F("amount")), default=-F("amount"))


@dataclass(frozen=True)
class Left:
    """Minor units: of each line net, of each tax, and of the whole with tax."""

    lines: dict[InvoiceLine, int]
    taxes: dict[InvoiceTax, int]
    total: int


def left_of(invoice: Invoice) -> Left:
    """What can still be taken back of an invoice."""
    lines = list(invoice.lines.order_by("position", "pk"))
    taken = dict(
        InvoiceLine.objects.filter(original__in=lines)
        .order_by()
        .values_list("original")
        .annotate(sum=Sum(_TAKEN))
    )
    taxed: defaultdict[tuple[str, int, str], int] = defaultdict(int)
    taxes = invoice.taxes.order_by("-rate", "pk")
    total = 0
    for note in invoice.credit_notes.prefetch_related("taxes"):
        total += note.total
        for tax in note.taxes.all():
            taxed[tax.category, tax.rate, tax.country] += tax.amount
    return Left(
        {line: line.amount - taken.get(line.pk, 0) for line in lines},
        {tax: tax.amount - taxed[tax.category, tax.rate, tax.country] for tax in taxes},
        invoice.total - total,
    )
