"""The first page of the account area: what an account has, and what waits."""

from datetime import date
from typing import Any

from django.db.models import DateField, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership, Signin
from troth.billing.models import Invoice
from troth.billing.pages.invoices import Standing, standing, unpaid
from troth.core.day import day_at
from troth.core.written_once import Given, written_once
from troth.erasure.left import what_becomes_of_login
from troth.erasure.pages.close import closed
from troth.gates.opens import opens
from troth.messaging.models import Message
from troth.messaging.pages.messages import mine
from troth.orders.models import UNANSWERED, Order, Quote
from troth.orders.pages.orders import orders_of
from troth.people.pages.still_right import still_right
from troth.portal.access import me, memberships, of_account, personal
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.support.models import Ticket

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
    """What an account has and what waits in it, as far as my scopes go."""
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
    of, today = here.pk, day_at(now)
    context = {
        "membership": membership,
        "closed": closed(membership, policy_on(now)),
        "may": may,
        "shown": SHOWN,
        "services": _services(account=of, now=now) if may["services"] else [],
        "invoices": _invoices(of, today) if may["invoices"] else [],
        "deals": _deals(account=of, today=today) if may["orders"] else [],
        "tickets": _tickets(account=of) if may["tickets"] else [],
        "letters": _messages(account=of, person=membership.person_id),
        "requests": _requests(person=membership.person_id),
        "signin": next(iter(_signin_before(person=membership.person_id)), None),
        "still_right": opens(membership, Account) and still_right(here, at=now),
    }
    return render(request, "portal/overview.html", context)


@written_once
def _services() -> QuerySet[Service]:
    running = Q(ended_at=None) | Q(ended_at__gt=Given("now"))
    mine = Service.objects.filter(running, account=Given("account"))
    return mine.select_related("offer").order_by("-started_at", "-pk")[: SHOWN + 1]


def _invoices(account: int, today: date) -> list[tuple[Invoice, Standing]]:
    return [(each, standing(each, on=today)) for each in _unpaid(account=account)]


@written_once
def _unpaid() -> QuerySet[Invoice]:
    return unpaid(Given("account")).order_by("issued_at", "pk")[: SHOWN + 1]


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
    rows = Ticket.objects.filter(account=Given("account"), closed_at=None, deleted_at=None)
    return rows.order_by("-opened_at", "-pk")[: SHOWN + 1]


@written_once
def _messages() -> QuerySet[Message]:
    return mine(Given("person"), Given("account")).order_by("-created_at", "-pk")[:SHOWN]


@written_once
def _requests() -> QuerySet[RightsRequest]:
    """My own that wait for an answer."""
    waiting = RightsRequest.objects.filter(person=Given("person"), closed_at=None)
    return waiting.order_by("asked_at", "pk")[:SHOWN]


@written_once
def _signin_before() -> QuerySet[Signin]:
    """The last sign-in but this one."""
    signins = Signin.objects.filter(person=Given("person"), succeeded=True, deleted_at=None)
    return signins.order_by("-at", "-pk")[1:2]
