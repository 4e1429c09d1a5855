"""What there is to do besides requests, as the inbox lists it: each thing with where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from troth.accounts.models import Person
from troth.bank.models import BankLine
from troth.bank.unread import unread
from troth.billing.mark_sent import late_to_send, to_send
from troth.billing.models import Irregularity, NightRun
from troth.calls.waiting import OFTEN, failing, waiting
from troth.catalog.tax_gaps import tax_gaps
from troth.core.count_each import count_each
from troth.core.day import day, day_at, moment
from troth.core.worker import is_missing, last_seen
from troth.desk.access import has_role, may_open
from troth.erasure.desk.platform import LATELY, failed_since
from troth.erasure.models import ForgetRequest, Hold
from troth.erasure.stopped import stopped_at
from troth.gates.recipient import unruled
from troth.gates.roles import PRIVACY
from troth.gates.undertakings import waiting as unsigned
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.sepa.late_files import late_files
from troth.gateways.sepa.make_file import due_by
from troth.gateways.sepa.target import next_target_day
from troth.messaging.carriers import carriers
from troth.messaging.deliver import lost_since
from troth.messaging.failed import failed_lately
from troth.orders.models import Order
from troth.policy.placeholders import join
from troth.publishing.running import policies_on, policy_on
from troth.requests.mailbox.delete_mails import overdue_mails
from troth.requests.mailbox.read_mailbox import unstored_mails
from troth.services.left_over import left_over
from troth.services.pay_back import to_pay_back
from troth.services.set_up import to_set_up
from troth.services.unpaid import unpaid
from troth.support.models import Inquiry
from troth.support.tickets.waiting import waiting as tickets_waiting
from troth.tax.expiring import expiring

_LOST = timedelta(days=7)  # for which mails to nobody known here that were given up are told of

Said = Callable[[datetime], Iterable[str]]


@dataclass(frozen=True, eq=False)
class _Counted:
    """What is told by one sentence with the number of rows, unless there are none."""

    rows: Callable[[datetime], QuerySet[Any]]
    words: Any


@dataclass(frozen=True)
class Task:
    """Something to do: in words, where it is done, and whether it is urgent."""

    words: str
    url: str
    urgent: bool


@dataclass(frozen=True)
class _Kind:
    """Tasks of one kind. Who may open `page` has them, with `roles` if they are in one of these.

    says: rows to be counted, all in one statement; or, at a moment, one sentence for each task,
    none where there is nothing to do.
    """

    page: str
    urgent: bool
    says: Said | _Counted
    roles: tuple[str, ...] = ()


def to_do(staff: Person, *, at: datetime) -> list[Task]:
    """What a member of staff may see to at a moment, what is urgent first."""
    kinds = [
        (kind, url)
        for kind, url in ((each, reverse(each.page)) for each in _KINDS)
        if has_role(staff, *kind.roles) and may_open(staff, url)
    ]
    counts = [kind.says for kind, _url in kinds if isinstance(kind.says, _Counted)]
    numbers = dict(zip(counts, count_each([each.rows(at) for each in counts]), strict=True))
    found = []
    for kind, url in kinds:
        if not isinstance(kind.says, _Counted):
            found += [Task(words, url, kind.urgent) for words in kind.says(at)]
        elif number := numbers[kind.says]:
            found.append(Task(str(kind.says.words % {"count": number}), url, kind.urgent))
    return sorted(found, key=lambda task: not task.urgent)


def _worker(at: datetime) -> Iterable[str]:
    if not is_missing(at=at):
        return
    last = last_seen()
    yield (
        _(
            "No worker has run since %(moment)s, so no mail goes out and nothing is erased. Have "
            "whoever runs the platform start it: troth worker."
        )
        % {"moment": moment(last)}
        if last
        else _(
            "No worker runs, so no mail goes out and nothing is erased. Have whoever runs the "
            "platform start it: troth worker."
        )
    )


def _sweep(at: datetime) -> Iterable[str]:
    if failed_since(at - LATELY):
        yield _("The last sweep could not keep every rule of the policy.")


def _journal(at: datetime) -> Iterable[str]:
    if stopped_at():
        yield _("The journal is not signed any more.")


def _unstored(at: datetime) -> Iterable[str]:
    found = unstored_mails()
    if found["count"]:
        words: Any = ngettext_lazy(
            "%(count)s e-mail could not be stored since %(since)s, and is in the mailbox alone; "
            "what it asks for has its deadline all the same. Have whoever runs the platform look "
            "into the log.",
            "%(count)s e-mails could not be stored, the first since %(since)s, and are in the "
            "mailbox alone; what they ask for has its deadline all the same. Have whoever runs "
            "the platform look into the log.",
            "count",
        )
        yield str(words % {"count": found["count"], "since": moment(found["since"])})


def _unruled(at: datetime) -> Iterable[str]:
    """Whom the policy in force, or the next one, does not cover though it is switched on."""
    running, following = policies_on(at)
    if running and (lacks := unruled(running.tables)):
        yield _(
            "The policy lacks a rule, or something of it, for %(names)s, which is switched on: "
            "nothing is passed on, and the platform does not start anew. Publish another text, or "
            "have it switched off."
        ) % {"names": join(to.title for to in lacks)}
    if following and following.policy and (lacks := unruled(following.policy.tables)):
        yield _(
            "From %(day)s on the policy lacks a rule, or something of it, for %(names)s, which is "
            "switched on. Publish another text before, or have it switched off."
        ) % {"day": day(following.day), "names": join(to.title for to in lacks)}


def _unsigned(at: datetime) -> Iterable[str]:
    carry = {each.recipient for each in carriers()}
    for to, _lacks in unsigned(policy_on(at).tables, at=at):
        told = _(
            "%(name)s is switched on, and is told nothing before what it has to sign is on record."
        ) % {"name": to.title}
        waits = _("Messages wait for it, and are given up after a day.")
        yield f"{told} {waits}" if to in carry else told


def _asks(kind: str, words: Promise) -> Said:
    """That a run of the night waits for a yes."""

    def says(at: datetime) -> Iterable[str]:
        asked = NightRun.objects.filter(kind=kind, on=day_at(at), asked_at__isnull=False)
        if asked.filter(agreed_at=None, done_at=None).exists():
            yield str(words)

    return says


def _unread(at: datetime) -> Iterable[str]:
    for currency, last in unread(day_at(at)).items():
        yield _(
            "The newest statement in %(currency)s is from %(day)s. Until a newer one is read, no "
            "service of customers who pay by transfer is suspended or ended."
        ) % {"currency": currency, "day": day(last)}


def _late_refunds(at: datetime) -> QuerySet[Any]:
    today = day_at(at)
    owed: QuerySet[Any] = to_pay_back().filter(refund_by__lt=today).order_by().values("pk")
    return owed.union(late_to_send(today).order_by().values("pk"), all=True)


def _by_hand() -> QuerySet[ForgetRequest]:
    return ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND)


def _to_review(at: datetime) -> QuerySet[Hold]:
    return Hold.objects.filter(lifted_at=None, review_on__lte=day_at(at))


def _undecided() -> QuerySet[Order]:
    return Order.objects.filter(accepted_at=None, refused_at=None)


def _tickets(at: datetime) -> Iterable[str]:
    """How many wait, and the number of the one that waits longest."""
    longest = tickets_waiting().annotate(of=Window(Count("pk"))).values_list("pk", "of")[:1]
    for number, count in longest:
        words: Any = ngettext_lazy(
            "%(count)s ticket is waiting for an answer: %(number)s.",
            "%(count)s tickets are waiting for an answer, number %(number)s the longest.",
            "count",
        )
        yield str(words % {"count": count, "number": number})


# Each kind: where it is done, whether it is urgent, and what it says.
_KINDS = (
    _Kind("platform", True, _worker),
    _Kind("platform", True, _sweep),
    _Kind("platform", True, _journal),
    _Kind(
        "failed_mail",
        True,
        _Counted(
            lambda at: failed_lately(at=at),
            ngettext_lazy(
                "%(count)s message could not be sent.",
                "%(count)s messages could not be sent.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_inquiries",
        True,
        _Counted(
            lambda at: lost_since(at - _LOST),
            ngettext_lazy(
                "In the last seven days %(count)s message to somebody not known here could not be "
                "sent, such as an answer to an inquiry.",
                "In the last seven days %(count)s messages to people not known here could not be "
                "sent, such as answers to inquiries.",
                "count",
            ),
        ),
    ),
    _Kind(
        "platform",
        True,
        _Counted(
            lambda at: overdue_mails(at=at),
            ngettext_lazy(
                "%(count)s e-mail of a request that is done could not be deleted from the "
                "mailbox yet. Have whoever runs the platform see to the mail server.",
                "%(count)s e-mails of requests that are done could not be deleted from the "
                "mailbox yet. Have whoever runs the platform see to the mail server.",
                "count",
            ),
        ),
        roles=(PRIVACY,),
    ),
    _Kind("platform", True, _unstored, roles=(PRIVACY,)),
    _Kind(
        "holds",
        True,
        _Counted(
            _to_review,
            ngettext_lazy(
                "%(count)s hold is due for review.",
                "%(count)s holds are due for review.",
                "count",
            ),
        ),
    ),
    _Kind("recipients", True, _unruled),
    _Kind("recipients", True, _unsigned),
    _Kind(
        "to_forget",
        False,
        _Counted(
            lambda _at: _by_hand(),
            ngettext_lazy(
                "%(count)s recipient has to be told by hand to erase data.",
                "%(count)s recipients have to be told by hand to erase data.",
                "count",
            ),
        ),
    ),
    _Kind(
        "calls",
        True,
        _Counted(
            lambda _at: waiting(),
            ngettext_lazy(
                "%(count)s call to another company is waiting for a decision.",
                "%(count)s calls to other companies are waiting for a decision.",
                "count",
            ),
        ),
    ),
    _Kind(
        "calls",
        False,
        _Counted(
            lambda _at: failing().filter(tries__gte=OFTEN),
            ngettext_lazy(
                "%(count)s call to another company keeps failing and is tried again.",
                "%(count)s calls to other companies keep failing and are tried again.",
                "count",
            ),
        ),
    ),
    _Kind(
        "bank_checks",
        False,
        _Counted(
            lambda _at: PaymentAttempt.objects.to_decide(),
            ngettext_lazy(
                "%(count)s customer’s bank account is waiting to be checked.",
                "%(count)s customers’ bank accounts are waiting to be checked.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_gateway_events",
        True,
        _Counted(
            lambda _at: GatewayEvent.objects.waiting(),
            ngettext_lazy(
                "%(count)s gateway event is waiting for a decision.",
                "%(count)s gateway events are waiting for a decision.",
                "count",
            ),
        ),
    ),
    _Kind(
        "to_transfer",
        True,
        _Counted(
            _late_refunds,
            ngettext_lazy(
                "%(count)s refund after a withdrawal is late: the law gives 14 days.",
                "%(count)s refunds after a withdrawal are late: the law gives 14 days.",
                "count",
            ),
        ),
    ),
    _Kind(
        "services_waiting",
        False,
        _Counted(
            lambda _at: to_pay_back(),
            ngettext_lazy(
                "%(count)s customer has withdrawn from a contract and is due a refund.",
                "%(count)s customers have withdrawn from contracts and are due refunds.",
                "count",
            ),
        ),
        roles=("billing",),
    ),
    _Kind(
        "to_transfer",
        False,
        _Counted(
            lambda _at: to_send(),
            ngettext_lazy(
                "%(count)s refund is waiting to be sent.",
                "%(count)s refunds are waiting to be sent.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_debits",
        False,
        _Counted(
            lambda at: due_by(next_target_day(day_at(at))),
            ngettext_lazy(
                "%(count)s direct debit is ready for the bank.",
                "%(count)s direct debits are ready for the bank.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_debits",
        True,
        _Counted(
            lambda at: late_files(day_at(at)),
            ngettext_lazy(
                "%(count)s file of direct debits is not fully reported by the bank after a week.",
                "%(count)s files of direct debits are not fully reported by the bank after a week.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_orders",
        False,
        _Counted(
            lambda _at: _undecided(),
            ngettext_lazy(
                "%(count)s order is waiting for review.",
                "%(count)s orders are waiting for review.",
                "count",
            ),
        ),
    ),
    _Kind(
        "bill_runs",
        True,
        _asks("bill", gettext_lazy("Many invoices are due; none is issued until somebody agrees.")),
    ),
    _Kind(
        "bill_runs",
        True,
        _Counted(
            lambda _at: left_over().values("account").distinct(),
            ngettext_lazy(
                "%(count)s customer could not be invoiced last night.",
                "%(count)s customers could not be invoiced last night.",
                "count",
            ),
        ),
    ),
    _Kind(
        "foreseen_dunning",
        True,
        _asks(
            "dun",
            gettext_lazy("Many dunning steps are due; none is taken until somebody agrees."),
        ),
    ),
    _Kind(
        "desk_bank",
        False,
        _Counted(
            lambda _at: BankLine.objects.waiting(),
            ngettext_lazy(
                "%(count)s bank line is waiting to be settled.",
                "%(count)s bank lines are waiting to be settled.",
                "count",
            ),
        ),
    ),
    _Kind("desk_bank", True, _unread),
    _Kind(
        "services_waiting",
        False,
        _Counted(
            lambda _at: unpaid(to_set_up()).filter(unpaid=False),
            ngettext_lazy(
                "%(count)s service is waiting to be set up.",
                "%(count)s services are waiting to be set up.",
                "count",
            ),
        ),
    ),
    _Kind(
        "ending_certificates",
        False,
        _Counted(
            lambda at: expiring(day_at(at)),
            ngettext_lazy(
                "%(count)s tax exemption certificate ends soon.",
                "%(count)s tax exemption certificates end soon.",
                "count",
            ),
        ),
    ),
    _Kind("tax_rates", True, lambda at: map(str, tax_gaps(at=at))),
    _Kind(
        "irregularities",
        True,
        _Counted(
            lambda at: Irregularity.objects.filter(resolved_at=None),
            ngettext_lazy(
                "%(count)s irregularity in the accounts is waiting to be resolved.",
                "%(count)s irregularities in the accounts are waiting to be resolved.",
                "count",
            ),
        ),
    ),
    _Kind(
        "desk_inquiries",
        False,
        _Counted(
            lambda at: Inquiry.objects.filter(closed_at=None),
            ngettext_lazy(
                "%(count)s inquiry is waiting for an answer.",
                "%(count)s inquiries are waiting for an answer.",
                "count",
            ),
        ),
    ),
    _Kind("desk_tickets", False, _tickets),
)
