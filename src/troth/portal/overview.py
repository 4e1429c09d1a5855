"""The first page of the account area: what an account has, and what waits."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership, Person, Signin
from troth.billing.models import Invoice
from troth.billing.pages.invoices import Standing, standing, unpaid
from troth.core.day import day_at
from troth.erasure.left import what_becomes_of_login
from troth.erasure.pages.close import closed
from troth.gates.opens import opens
from troth.messaging.models import Message
from troth.messaging.pages.messages import mine
from troth.orders.models import Order, Quote
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
    context = {
        "membership": membership,
        "closed": closed(membership, policy_on(now)),
        "may": may,
        "shown": SHOWN,
        "services": _services(here, now) if may["services"] else [],
        "invoices": _invoices(here, now) if may["invoices"] else [],
        "orders": _orders(here) if may["orders"] else [],
        "quotes": _quotes(here, now) if may["orders"] else [],
        "tickets": _tickets(here) if may["tickets"] else [],
        "letters": _messages(membership),
        "requests": _requests(me(request)),
        "signin": _signin_before(me(request)),
        "still_right": opens(membership, Account) and still_right(here, at=now),
    }
    return render(request, "portal/overview.html", context)


def _services(account: Account, now: datetime) -> list[Service]:
    running = Q(ended_at=None) | Q(ended_at__gt=now)
    return list(account.services.filter(running).order_by("-started_at", "-pk")[: SHOWN + 1])


def _invoices(account: Account, now: datetime) -> list[tuple[Invoice, Standing]]:
    rows = unpaid(account).order_by("issued_at", "pk")[: SHOWN + 1]
    return [(invoice, standing(invoice, on=day_at(now))) for invoice in rows]


def _orders(account: Account) -> list[Order]:
    """Those that we still look at."""
    return list(orders_of(account).filter(accepted_at=None, refused_at=None).order_by("pk"))


def _quotes(account: Account, now: datetime) -> list[Quote]:
    """Those that can still be accepted."""
    open = account.quotes.filter(order=None, declined_at=None, last_day__gte=day_at(now))
    return list(open.order_by("last_day", "pk"))


def _tickets(account: Account) -> list[Ticket]:
    rows = account.tickets.filter(closed_at=None, deleted_at=None)
    return list(rows.order_by("-opened_at", "-pk")[: SHOWN + 1])


def _messages(membership: Membership) -> list[Message]:
    return list(mine(membership).order_by("-created_at", "-pk")[:SHOWN])


def _requests(person: Person) -> list[RightsRequest]:
    """My own that wait for an answer."""
    return list(person.requests.filter(closed_at=None).order_by("asked_at", "pk")[:SHOWN])


def _signin_before(person: Person) -> Signin | None:
    """The last sign-in but this one."""
    return (
        person.signins.filter(succeeded=True, deleted_at=None).order_by("-at", "-pk")[1:2].first()
    )
