"""What in an account needs the reader, and what the provider is still at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.core.day import day, day_at
from troth.core.money import money
from troth.gateways.models import PaymentMethod
from troth.requests.models import RightsRequest

ANSWERED = timedelta(days=14)  # for so long an answer stands in the list
_URGENT = ("overdue", "soon", "")


@dataclass(frozen=True)
class Waits:
    """One line. kind: overdue, soon, or empty where it has time; act: what is to be done."""

    kind: str
    icon: str
    what: str
    until: str
    url: str
    act: str


def urgent_first(found: Iterable[Waits]) -> list[Waits]:
    """In the order of their urgency, and else as they come."""
    return sorted(found, key=lambda each: _URGENT.index(each.kind))


def invoices(account: Account, owed: Iterable[tuple[Any, Any]], pay: str) -> Iterator[Waits]:
    """What is overdue, of invoices with their standing.

    pay: the name of the address where it is paid; that of the invoice's page where it is not.
    """
    for invoice, stands in owed:
        if stands.kind == "overdue":
            values = {"number": invoice.number, "amount": money(invoice.owed, invoice.currency)}
            yield Waits(
                "overdue",
                "receipt-text",
                _("Invoice %(number)s, %(amount)s") % values,
                stands.words,
                reverse(pay, args=(account.pk, invoice.pk)),
                _("Pay") if pay == "pay" else _("See how to pay"),
            )


def quotes(account: Account, deals: Iterable[tuple[str, int, str, date | None]]) -> Iterator[Waits]:
    """Those that can still be accepted, of what `deals` says."""
    for name, key, number, last_day in deals:
        if last_day:
            yield Waits(
                "soon",
                "file-text",
                _("Our quote %(number)s") % {"number": number},
                _("Valid until %(day)s") % {"day": day(last_day)},
                reverse(name, args=(account.pk, key)),
                _("Look at the quote"),
            )


def orders(account: Account, deals: Iterable[tuple[str, int, str, date | None]]) -> Iterator[Waits]:
    """Those that the provider still looks at."""
    for name, key, number, last_day in deals:
        if not last_day:
            yield Waits(
                "",
                "package",
                _("Your order %(number)s") % {"number": number},
                _("We are looking at it, and write to you then."),
                reverse(name, args=(account.pk, key)),
                _("View your order"),
            )


def tickets(account: Account, opened: Iterable[Any]) -> Iterator[Waits]:
    """Those in which the provider wrote last."""
    for ticket in opened:
        if ticket.said_by == "":
            yield Waits(
                "soon",
                "life-buoy",
                ticket.subject,
                _("We have answered"),
                reverse("ticket", args=(account.pk, ticket.pk)),
                _("Read the answer"),
            )


def ways(account: Account, ending: Iterable[PaymentMethod]) -> Iterator[Waits]:
    """Those by which what falls due is taken, and soon can not be."""
    for way in ending:
        yield Waits(
            "soon",
            "credit-card",
            way.label,
            _("Can be used until %(day)s") % {"day": day(way.ends_on)} if way.ends_on else "",
            reverse("ways_to_pay", args=(account.pk,)),
            _("Add another payment method"),
        )


def details(account: Account) -> Waits:
    """They are to be looked through."""
    return Waits(
        "",
        "contact",
        _("Is what we know of this account still right?"),
        _("We ask once a year."),
        reverse("details", args=(account.pk,)),
        _("Check the details"),
    )


def requests(asked: Iterable[RightsRequest]) -> Iterator[Waits]:
    """The reader's own: those that were answered of late, and those that wait for an answer."""
    for each in asked:
        url = reverse("my_request", args=(each.pk,))
        what = _("Your request of %(day)s") % {"day": day(day_at(each.asked_at))}
        if each.closed_at:
            yield Waits(
                "soon", "shield-check", what, _("We have answered"), url, _("Read the answer")
            )
        else:
            due = _("We answer by %(day)s") % {"day": day(each.due_on)} if each.due_on else ""
            yield Waits("", "shield-check", what, due or _("Waits for our answer"), url, _("See"))
