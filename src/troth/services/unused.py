"""What was charged for days that will not be used, as it is given back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from troth.billing.models import Invoice, InvoiceLine
from troth.services.models import Charge, Service
from troth.services.period import last_days

# A line that takes back stands on a credit note as what it gives, on an invoice as less than none.
_TAKEN = Case(When(invoice__kind=Invoice.Kind.CREDIT_NOTE, then=F("amount")), default=-F("amount"))


def unused(service: Service, on: date, *, at: datetime, whole: bool = False) -> list[Charge]:
    """What is given back for the days of a service from `on` on: a charge below nothing for each
    charge that holds such days, not stored yet.

    Each gives back the last days of what was really charged, discount included (`period.py` says
    what these cost), once, and never more than credit notes have left of it. whole: only charges
    of which no day lies before.
    """
    paid = service.charges.filter(ends__gt=on, amount__gt=0, taken_back_by=None).exclude(
        starts=None
    )
    if whole:
        paid = paid.filter(starts__gte=on)
    charges = list(paid.select_related("line").order_by("starts", "pk"))
    taken = taken_back(charges)
    found = [_back(each, on, taken.get(each.line_id or 0, 0), at) for each in charges]
    return [each for each in found if each.amount]


def all_of(service: Service, *, at: datetime) -> list[Charge]:
    """What is left of every charge of a service, given back; not stored yet."""
    paid = service.charges.filter(amount__gt=0, taken_back_by=None).select_related("line")
    charges = list(paid.order_by("starts", "pk"))
    taken = taken_back(charges)
    found = [
        back(c, c.starts, max(0, c.amount - taken.get(c.line_id or 0, 0)), at) for c in charges
    ]
    return [each for each in found if each.amount]


def taken_back(charges: Iterable[Charge]) -> dict[int, int]:
    """What of the lines of charges was taken back already, by the key of the line."""
    lines = [each.line_id for each in charges if each.line_id]
    found = InvoiceLine.objects.filter(original__in=lines).order_by().values_list("original")
    return {key: int(taken) for key, taken in found.annotate(sum=Sum(_TAKEN)) if key}


def _back(paid: Charge, on: date, taken: int, at: datetime) -> Charge:
    assert paid.starts and paid.ends
    starts = max(on, paid.starts)
    amount = last_days(paid.amount, (paid.ends - starts).days, (paid.ends - paid.starts).days)
    return back(paid, starts, max(0, min(amount, paid.amount - taken)), at)


def back(paid: Charge, starts: date | None, amount: int, at: datetime) -> Charge:
    """A charge that gives an amount of another one back, for its days from `starts` on."""
    return Charge(
        account_id=paid.account_id,
        service_id=paid.service_id,
        reason=Charge.Reason.CREDIT,
        starts=starts,
        ends=paid.ends,
        product=paid.product,
        description=(_("Unused days of %(product)s") % {"product": paid.said})[:300],
        supply=paid.supply,
        currency=paid.currency,
        price=-amount,
        amount=-amount,
        made_at=at,
        takes_back=paid,
    )
