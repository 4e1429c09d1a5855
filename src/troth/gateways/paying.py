"""How an invoice is just being paid, for whoever is about to pay it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from troth.accounts.models import Account
from troth.billing.models import Invoice
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.next_taking import next_taking
from troth.gateways.sepa.models import Collection
from troth.gateways.stage import stage_of
from troth.gateways.usable_ways import usable_ways

# While it is so, to pay once more would be to pay twice.
_ENOUGH = frozenset({"collected", "underway", "taking", "proved"})


@dataclass(frozen=True)
class Paying:
    """stage: `announced` where a direct debit comes on `day`, unless it is paid before; `collected`
    where our bank has been told of that, which nothing stops; `underway` where the money is on its
    way, `taking` where the gateway is just asked, `asked` where the bank wants the customer to
    confirm it, or that of a check of a bank account (`check_stage.py`); blank where nobody pays it.

    amount: in minor units, by `way`. Where nobody pays it: the ways by which it can be paid at
    once, and whether `way` takes it by itself, on `day`; of a direct debit the day is told later.
    """

    stage: str = ""
    key: str = ""
    amount: int = 0
    way: str = ""
    day: date | None = None
    by_itself: bool = False
    ways: list[PaymentMethod] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        """Whether there is nothing for the customer to do."""
        return self.stage in _ENOUGH


def paying(invoice: Invoice, *, at: datetime) -> Paying:
    """How it stands by our rows alone; nobody is asked."""
    open_ = PaymentAttempt.objects.filter(invoice=invoice, ended_at=None, refunds=None)
    attempt = open_.select_related("method").first()
    if attempt and (stage := stage_of(attempt)):
        way = attempt.method.label if attempt.method else ""
        one = Collection.objects.filter(attempt=attempt, ended_at=None).first()
        if one:
            stage = "collected" if one.file_id else "announced"
            return Paying(stage, attempt.key, one.amount, way, one.collect_on, by_itself=True)
        return Paying(stage, attempt.key, attempt.amount, way)
    comes = next_taking(invoice, at=at)
    ways = list(usable_ways(invoice.account, invoice.currency, at=at)) if invoice.account else []
    way, day = comes or ("", None)
    return Paying(way=way, day=day, by_itself=bool(comes), ways=ways)


def on_its_way(account: Account, currency: str) -> int:
    """How much of what an account owes is being paid already, in minor units of a currency."""
    open_ = is_coming().filter(account=account, currency=currency, invoice__isnull=False)
    return int(open_.aggregate(sum=Sum("amount"))["sum"] or 0)


def is_coming() -> QuerySet[PaymentAttempt]:
    """The attempts whose money is on its way, or is just being taken."""
    on_way = Q(underway_since__isnull=False) | Q(method__isnull=False, asked_at=None)
    return PaymentAttempt.objects.filter(on_way, refunds=None, ended_at=None)
