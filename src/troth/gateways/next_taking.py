"""On which day what is owed of an invoice is taken by itself next."""

from datetime import date, datetime

from django.db.models import Max

from troth.billing.models import DunningRest, DunningStep, Invoice, Irregularity, Reminder
from troth.core.day import day_at
from troth.gateways.gateway import Again, Outcome
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.offered import named
from troth.gateways.sepa.offered import collects
from troth.publishing.running import policy_on


def next_taking(invoice: Invoice, *, at: datetime) -> tuple[PaymentMethod, date] | None:
    """By which way and on which day, as the steps of dunning have it; None where it is not.

    It is the day of the next step that takes what is owed and was not taken, from today on. Nothing
    is taken while dunning rests, an irregularity is open or processing is restricted, by a way that
    has ended by then, or by one that will never do (see `charge.py`).
    """
    account, today = invoice.account, day_at(at)
    if account is None or invoice.due_on is None or account.restricted_at:
        return None
    mine = PaymentMethod.objects.filter(account=account, removed_at=None)
    way = mine.filter(default_since__isnull=False).first()
    if way is None or not _takes(way, invoice, at=at) or _rests(invoice, today):
        return None
    declined = PaymentAttempt.objects.filter(invoice=invoice, method=way, outcome=Outcome.DECLINED)
    if declined.exclude(again=Again.LATER).exists():
        return None
    taken = Reminder.objects.filter(invoice=invoice, action=DunningStep.Action.RETRY)
    last = taken.aggregate(last=Max("days"))["last"]
    steps = DunningStep.objects.filter(action=DunningStep.Action.RETRY).order_by("days")
    for days in steps.values_list("days", flat=True):
        on = date.fromordinal(invoice.due_on.toordinal() + days)
        if on >= today and (last is None or days > last):
            return (way, on) if way.ends_on is None or way.ends_on >= on else None
    return None


def _takes(way: PaymentMethod, invoice: Invoice, *, at: datetime) -> bool:
    policy = policy_on(at)
    if way.gateway == DIRECT_DEBIT:
        return invoice.currency == "EUR" and bool(collects(policy))
    return way.gateway in named(policy)


def _rests(invoice: Invoice, on: date) -> bool:
    rests = DunningRest.objects.resting(on).filter(account=invoice.account_id)
    if any(rest.invoice_id in (None, invoice.pk) for rest in rests):
        return True
    return Irregularity.objects.filter(account=invoice.account_id, resolved_at=None).exists()
