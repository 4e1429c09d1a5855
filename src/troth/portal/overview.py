"""The first page of the account area: what an account has, and what waits."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership
from troth.billing.models import Invoice
from troth.billing.pages.invoices import Standing, standing, unpaid
from troth.billing.readers import reader_of
from troth.core.day import day_at
from troth.core.written_once import Given, written_once
from troth.erasure.left import what_becomes_of_login
from troth.erasure.pages.close import closed
from troth.gates.opens import opens
from troth.gateways.models import PaymentMethod
from troth.gateways.next_taking import next_taking, takers
from troth.gateways.offered import named
from troth.gateways.paying import is_coming
from troth.gateways.sepa.models import Collection
from troth.gateways.tell_ending import BEFORE
from troth.messaging.models import Message
from troth.orders.models import UNANSWERED, Order, Quote
from troth.orders.pages.orders import orders_of
from troth.people.pages.still_right import still_right
from troth.portal import waits
from troth.portal.access import me, memberships, of_account, personal
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest
from troth.services.costs import costs
from troth.services.models import Cancellation, Service, Suspension, Term
from troth.services.own_price import held, own_prices, pays
from troth.services.state import State, owing, stands
from troth.support.models import Ticket, TicketMessage

SHOWN = 4  # rows of each block; more are on its own page


@require_safe
@personal
def overview(request: HttpRequest) -> HttpResponse:
    """My only account; else a choice among them."""
    accounts = memberships(request)
    if len(accounts) == 1:
        return redirect("account", accounts[0].account_id)
    if not accounts and me(request).is_staff:
        return redirect("desk")
    person, today = me(request), day_at(timezone.now())
    left = day_at(person.left_at) if person.left_at else today
    login = what_becomes_of_login(person, policy_on(today), on=left)
    return render(request, "portal/choose.html", {"memberships": accounts, "login": login})


@require_safe
@of_account()
def account(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What needs the reader, what is paid and renewed next, and what the account has: as far as
    their scopes go."""
    now, here = timezone.now(), membership.account
    may = {
        name: opens(membership, model)
        for name, model in (
            ("services", Service),
            ("invoices", Invoice),
            ("tickets", Ticket),
            ("orders", Order),
        )
    }
    of, today, policy = here.pk, day_at(now), policy_on(now)
    services = _services(account=of, now=now) if may["services"] else []
    owed = _invoices(of, today) if may["invoices"] else []
    deals = _deals(account=of, today=today) if may["orders"] else []
    tickets = _tickets(account=of) if may["tickets"] else []
    letters = _messages(account=of, person=membership.person_id)
    asked = _requests(person=membership.person_id, since=now - waits.ANSWERED)
    needs = [
        *waits.invoices(here, owed, "pay" if named(policy) else "invoice"),
        *waits.quotes(here, deals),
        *waits.tickets(here, tickets),
        *(waits.ways(here, _ending(of, today)) if may["invoices"] and takers(policy) else ()),
        *waits.requests(each for each in asked if each.closed_at),
    ]
    if opens(membership, Account) and still_right(here, at=now):
        needs.append(waits.details(here))
    context = {
        "membership": membership,
        "closed": closed(membership, policy),
        "may": may,
        "shown": SHOWN,
        "needs": waits.urgent_first(needs),
        "underway": [
            *waits.orders(here, deals),
            *waits.requests(each for each in asked if not each.closed_at),
        ],
        "payment": _payment(owed, at=now),
        "renewal": _renewal(here, at=now) if may["services"] else None,
        "services": _standing(services),
        "invoices": owed,
        "tickets": tickets,
        "letters": letters,
        "is_new": may["orders"] and not (services or owed or deals or tickets or letters),
    }
    return render(request, "portal/overview.html", context)


class Next(NamedTuple):
    """What is paid or renewed next. amount: in minor units of currency, as the customer is shown
    it; words: which tax it bears; way: how it is taken by itself, or empty, where the day may be
    told later; coming: whether the payment is on its way to us."""

    day: date | None
    amount: int
    currency: str
    words: str
    way: str
    what: Any
    coming: bool = False


def _payment(owed: Sequence[tuple[Any, Standing]], *, at: datetime) -> Next | None:
    """Of the invoices that are not paid, the one that is due first."""
    if not owed:
        return None
    last = date.max
    invoice = min((each for each, _stands in owed), key=lambda each: each.due_on or last)
    told = (invoice.owed, invoice.currency, "")
    if invoice.collect_on:
        return Next(invoice.collect_on, *told, invoice.collect_from, invoice)
    if invoice.coming:
        return Next(None, *told, "", invoice, coming=True)
    taken = next_taking(invoice, at=at)
    return Next(taken.on if taken else invoice.due_on, *told, taken.way if taken else "", invoice)


def _renewal(account: Account, *, at: datetime) -> Next | None:
    """Of the services that go on, the one that is charged next, with what a period costs."""
    term = next(iter(_next_term(account=account.pk)), None)
    if term is None:
        return None
    service = term.service
    starts = service.charged_through
    assert starts  # as the query has it
    told = costs(term, pays(term, held(own_prices(service), starts)), reader_of(account, at=at))
    amount = told.price - told.discount
    return Next(starts, amount, term.currency, told.words, "", service)


def _standing(services: Sequence[Any]) -> list[tuple[Any, State]]:
    """Each as its own page says."""
    wait = owing(services)
    return [
        (
            each,
            stands(each, paused=each.paused, ends_on=each.ends_on, owing=each.pk in wait),
        )
        for each in services
    ]


@written_once
def _services() -> QuerySet[Service]:
    running = Q(ended_at=None) | Q(ended_at__gt=Given("now"))
    mine = Service.objects.filter(running, account=Given("account"), deleted_at=None)
    ends = Cancellation.objects.filter(service=OuterRef("pk"), taken_back_at=None)
    paused = Suspension.objects.filter(service=OuterRef("pk"), until=None)
    standing = mine.annotate(
        ends_on=Subquery(ends.order_by("-effective_on").values("effective_on")[:1]),
        paused=Subquery(paused.order_by("since").values("reason")[:1]),
    )
    return standing.select_related("offer").order_by("-started_at", "-pk")[: SHOWN + 1]


@written_once
def _next_term() -> QuerySet[Term]:
    """What is agreed for the service that is charged next; none that ends before."""
    ends = Cancellation.objects.filter(service=OuterRef("service"), taken_back_at=None)
    going_on = Term.objects.filter(
        ~Exists(ends),
        account=Given("account"),
        until=None,
        service__ended_at=None,
        service__charged_through__isnull=False,
    )
    return going_on.select_related("service").order_by("service__charged_through", "pk")[:1]


def _ending(account: int, today: date) -> QuerySet[PaymentMethod]:
    """The way by which what falls due is taken, once it can soon not be used any more."""
    return PaymentMethod.objects.filter(
        account=account,
        removed_at=None,
        default_since__isnull=False,
        ends_on__range=(today, today + BEFORE),
    )


def _invoices(account: int, today: date) -> list[tuple[Invoice, Standing]]:
    return [(each, _stands(each, today)) for each in _unpaid(account=account)]


def _stands(invoice: Any, today: date) -> Standing:
    """As its page says, or that its payment is on its way."""
    if invoice.coming and not invoice.collect_on:
        return Standing("due", _("Payment on its way"))
    return standing(invoice, on=today)


@written_once
def _unpaid() -> QuerySet[Invoice]:
    """The oldest, each with whether its payment is on its way, and when our bank collects it from
    which bank account."""
    debit = Collection.objects.filter(invoice=OuterRef("pk"), ended_at=None)
    rows = unpaid(Given("account")).annotate(
        coming=Exists(is_coming().filter(invoice=OuterRef("pk"))),
        collect_on=Subquery(debit.values("collect_on")[:1]),
        collect_from=Subquery(debit.values("attempt__method__label")[:1]),
    )
    return rows.order_by("issued_at", "pk")[: SHOWN + 1]


@written_once
def _deals() -> QuerySet[Any, Any]:
    """Quotes that can still be accepted, with their last day, and orders that we still look at."""
    quotes = Quote.objects.filter(
        UNANSWERED, account=Given("account"), last_day__gte=Given("today")
    )
    orders = orders_of(Given("account")).filter(accepted_at=None, refused_at=None)
    no_day = Value(None, output_field=DateField())
    return (
        quotes.values_list(Value("quote"), "pk", "number", "last_day")
        .union(orders.values_list(Value("order"), "pk", "number", no_day), all=True)
        .order_by("last_day", "pk")
    )


@written_once
def _tickets() -> QuerySet[Ticket]:
    """Those that are open, each with who wrote last: nobody's name where that was us."""
    rows = Ticket.objects.filter(account=Given("account"), closed_at=None, deleted_at=None)
    said = TicketMessage.objects.filter(ticket=OuterRef("pk")).order_by("-at", "-pk")
    last = Subquery(said.values("author_name")[:1])
    return rows.annotate(said_by=last).order_by("-opened_at", "-pk")[: SHOWN + 1]


@written_once
def _messages() -> QuerySet[Message]:
    """Those about this account; sign-ins and the like are under Messages."""
    rows = Message.objects.filter(person=Given("person"), account=Given("account"), deleted_at=None)
    return rows.order_by("-created_at", "-pk")[:SHOWN]


@written_once
def _requests() -> QuerySet[RightsRequest]:
    """My own that wait for an answer, or had it of late."""
    open_or_late = Q(closed_at=None) | Q(closed_at__gt=Given("since"))
    mine = RightsRequest.objects.filter(open_or_late, person=Given("person"))
    return mine.order_by("asked_at", "pk")[:SHOWN]
