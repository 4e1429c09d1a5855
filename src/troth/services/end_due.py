"""Every night: end the services whose time has come."""

from datetime import date, datetime, timedelta
from itertools import batched, groupby

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from troth.accounts.models import Account, Activity
from troth.bank.unread import unread
from troth.billing.models import DunningRest, DunningStep, Invoice, Payment
from troth.core.conflicts import act
from troth.core.day import day_at, start_of
from troth.core.provider import provider
from troth.journal.append import append_many
from troth.policy.about import rule_about
from troth.publishing.evidence import entry
from troth.publishing.running import policy_on
from troth.services.end import end_locked, give_back
from troth.services.events import ENDED
from troth.services.give_up import give_up
from troth.services.models import Cancellation, Charge, Service, Suspension
from troth.services.tell_suspended import tell_ended

CHUNK = 500  # services


def end_due(*, on: date, at: datetime) -> int:
    """End what is to end by a day; how many services that were.

    That is what was cancelled as of a day that has come, what is left in closed accounts, and what
    is paused for an invoice whose last step of dunning had come before this day: who is told of it
    has the day to pay. A chunk is a transaction. Run twice it does nothing more, and missed nights
    are made up for.
    """
    keys = _due(on).order_by("account_id", "pk").values_list("pk", flat=True)
    return sum(_end(chunk, on=on, at=at) for chunk in batched([*keys], CHUNK))


@act
def _end(chunk: tuple[int, ...], *, on: date, at: datetime) -> int:
    of_chunk = Account.objects.filter(services__in=chunk).values("pk")
    list(Account.objects.filter(pk__in=of_chunk).order_by("pk").select_for_update().only("pk"))
    # Whoever took a cancellation back meanwhile, or paid, has the service go on.
    due = [*_due(on).filter(pk__in=chunk).values_list("pk", flat=True)]
    _say_why(due, on, at)
    never = _give_up(due, at)
    ended = end_locked([key for key in due if key not in never], at=at)
    _give_back(ended, on, at)
    _note(ended, at)
    tell_ended(_open(ended), at=at)
    return len(never) + len(ended)


def _due(on: date) -> QuerySet[Service]:
    last_step = Invoice.objects.with_owed().filter(
        owed__gte=provider().dun_least,
        reminders__action=DunningStep.Action.END,
        reminders__at__lt=start_of(on),
    )
    unpaid = Service.objects.filter(
        suspensions__reason=Suspension.Reason.OVERDUE,
        suspensions__until=None,
        charges__line__invoice__in=last_step.values("pk"),
    )
    cancelled = Cancellation.objects.filter(taken_back_at=None, effective_on__lte=on).exclude(
        kind=Cancellation.Kind.UNPAID, asked_at__gte=start_of(on)
    )
    resting = DunningRest.objects.resting(on).values("account")
    unpaid = unpaid.exclude(account__in=resting)
    cancelled = cancelled.exclude(kind=Cancellation.Kind.UNPAID, account__in=resting)
    if unknown := unread(on):
        # Who has paid by transfer since they were told is in a statement that is yet to be read.
        paid = Payment.objects.filter(account=OuterRef("account"), amount__gt=0)
        last = paid.order_by("-received_at", "-pk").values("method")[:1]
        by_transfer = Service.objects.filter(terms__currency__in=unknown).alias(
            pays=Coalesce(Subquery(last), Value("transfer"))
        )
        waits = by_transfer.filter(pays="transfer").values("pk")
        unpaid = unpaid.exclude(pk__in=waits)
        cancelled = cancelled.exclude(kind=Cancellation.Kind.UNPAID, service__in=waits)
    return Service.objects.filter(
        Q(pk__in=cancelled.values("service"))
        | Q(account__cancelled_at__isnull=False)
        | Q(pk__in=unpaid.values("pk")),
        ended_at=None,
    )


def _say_why(services: list[int], on: date, at: datetime) -> None:
    """Who closes an account cancels what runs in it; what is left is not paid."""
    stand = Cancellation.objects.filter(taken_back_at=None)
    come = stand.filter(effective_on__lte=on)
    others = Service.objects.filter(pk__in=services).exclude(
        Q(pk__in=come.values("service"))
        | Q(account__cancelled_at__isnull=False, pk__in=stand.values("service"))
    )
    kinds = Cancellation.Kind
    Cancellation.objects.bulk_create(
        Cancellation(
            account=service.account,
            service=service,
            asked_at=service.account.cancelled_at or at,
            effective_on=day_at(service.account.cancelled_at or at) + timedelta(days=1),
            kind=kinds.CANCELLED if service.account.cancelled_at else kinds.UNPAID,
        )
        for service in others.select_related("account")
    )


def _give_up(services: list[int], at: datetime) -> set[int]:
    """Give up what waited for its money in accounts that are closed: nobody ever had it."""
    found = Service.objects.filter(
        pk__in=services,
        waits_for_payment=True,
        activated_at=None,
        account__cancelled_at__isnull=False,
    )
    waiting = list(found.select_related("account").order_by("account", "pk"))
    for _account, theirs in groupby(waiting, key=lambda each: each.account_id):
        every = list(theirs)
        give_up(every[0].account, every, at=at)
    return {each.pk for each in waiting}


def _open(services: list[int]) -> list[int]:
    """Those of accounts that are not closed: who closes one has been told."""
    open_ = Service.objects.filter(pk__in=services, account__cancelled_at=None)
    return [*open_.values_list("pk", flat=True)]


def _give_back(ended: list[int], on: date, at: datetime) -> None:
    """What was charged of periods that do not begin any more."""
    cancelled = Cancellation.objects.filter(service__in=ended, taken_back_at=None)
    gone = dict(cancelled.order_by("-effective_on").values_list("service", "effective_on"))
    later = on + timedelta(days=1)  # where nobody cancelled it, the day itself still counts
    charged = Charge.objects.filter(service__in=ended, amount__gt=0, taken_back_by=None)
    begins = dict(charged.order_by().values_list("service").annotate(last=Max("starts")))
    ahead = [key for key, last in begins.items() if last and last >= gone.get(key, later)]
    for service in Service.objects.filter(pk__in=ahead).select_related("account").order_by("pk"):
        give_back(service, gone.get(service.pk, later), at=at, whole=True)


def _note(ended: list[int], at: datetime) -> None:
    """In the logs of the accounts and in the journal, a line for each service."""
    accounts = Account.objects.filter(services__in=ended).order_by("pk")
    policy = policy_on(at)
    rule = rule_about("keep.service", policy)
    what = gettext_noop("service ended")
    Activity.objects.bulk_create(Activity(account=each, at=at, what=what) for each in accounts)
    append_many(
        entry(
            ENDED,
            at=at,
            rule=rule,
            policy=policy,
            subject=each.pseudonym,
            counts={"services": 1},
        )
        for each in accounts
    )
