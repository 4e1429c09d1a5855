"""Where staff can go from every page of the desk: its sidebar, as far as a page opens to them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.desk.access import may_open
from troth.portal.access import me
from troth.portal.navigation import Way

# By group: the name of each page's address, what more the address takes, and what the page is
# called: here, as its title and as its heading. Who sees it is what the page says (`desk_page`).
PAGES: tuple[tuple[Promise, tuple[tuple[str, tuple[str, ...], Promise], ...]], ...] = (
    (_("Desk"), (("desk", (), _("Inbox")),)),
    (
        _("Customers"),
        (
            ("find_customer", (), _("Search")),
            ("new_customer", (), _("New customer")),
        ),
    ),
    (
        _("Requests and privacy"),
        (
            ("note_request", (), _("Note a request")),
            ("desk_inquiries", (), _("Inquiries")),
            ("holds", (), _("Holds")),
            ("to_forget", (), _("Recipients to tell")),
            ("recipients", (), _("Recipients")),
            ("figures", (), _("Deadlines")),
        ),
    ),
    (
        _("Money"),
        (
            ("desk_invoices", (), _("Invoices")),
            ("payments", (), _("Payments")),
            ("balances", (), _("Balances")),
            ("irregularities", (), _("Irregularities")),
            ("desk_bank", (), _("Bank")),
            ("desk_gateway_events", (), _("Gateway events")),
            ("bill_runs", (), _("Invoicing")),
            ("dunning", (), _("Dunning")),
            ("tax_rates", (), _("Tax rates")),
            ("report", ("revenue",), _("Reports")),
        ),
    ),
    (
        _("Sales"),
        (
            ("desk_orders", (), _("Orders")),
            ("desk_quotes", (), _("Quotes")),
            ("services_waiting", (), _("Services to set up")),
            ("calls", (), _("Calls to others")),
            ("catalogue", (), _("Catalogue")),
        ),
    ),
    (
        _("Messages"),
        (
            ("mailing", (), _("Write to customers")),
            ("wordings", (), _("Wording")),
        ),
    ),
    (
        _("Settings"),
        (
            ("platform", (), _("Platform")),
            ("staff", (), _("Staff")),
            ("records", (), _("Records")),
        ),
    ),
)


@dataclass(frozen=True)
class Group:
    """Pages that belong together, under a title."""

    title: Promise
    ways: list[Way]


def groups(request: HttpRequest) -> list[Group]:
    """The pages that open to whoever is signed in, by group; the one that is open is marked."""
    staff, found = me(request), []
    for title, pages in PAGES:
        addresses = [(_address(name, args), label) for name, args, label in pages]
        ways = [
            Way(label, address, _current(request.path, address))
            for address, label in addresses
            if address and may_open(staff, address)
        ]
        if ways:
            found.append(Group(title, ways))
    return found


def _address(name: str, args: tuple[str, ...]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _current(path: str, address: str) -> str:
    """The value of aria-current: this page, one within it, or neither."""
    if path == address:
        return "page"
    return "true" if path.startswith(address) and address != reverse("desk") else ""
