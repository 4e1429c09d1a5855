"""Where staff can go from every page of the desk: its sidebar, as far as a page opens to them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.desk.access import may_open
from troth.portal.access import me
from troth.portal.navigation import Way

# By group: the name of each page's address, what more the address takes, and what the page is
# called: here, as its title and as its heading; its icon. Who sees it the page says (`desk_page`).
PAGES: tuple[tuple[Promise, tuple[tuple[str, tuple[str, ...], Promise, str], ...]], ...] = (
    (_("Desk"), (("desk", (), _("Inbox"), "inbox"),)),
    (
        _("Customers"),
        (
            ("find_customer", (), _("Search"), "search"),
            ("new_customer", (), _("New customer"), "user-plus"),
            ("desk_tickets", (), _("Tickets"), "headset"),
        ),
    ),
    (
        _("Requests and privacy"),
        (
            ("note_request", (), _("Note a request"), "pen-line"),
            ("desk_inquiries", (), _("Inquiries"), "message-circle-question-mark"),
            ("holds", (), _("Holds"), "lock"),
            ("to_forget", (), _("Recipients to tell"), "phone"),
            ("recipients", (), _("Recipients"), "share-2"),
            ("figures", (), _("Deadlines"), "calendar-clock"),
        ),
    ),
    (
        _("Money"),
        (
            ("desk_invoices", (), _("Invoices"), "receipt-text"),
            ("payments", (), _("Payments"), "banknote"),
            ("balances", (), _("Balances"), "scale"),
            ("irregularities", (), _("Irregularities"), "triangle-alert"),
            ("desk_bank", (), _("Bank"), "landmark"),
            ("desk_gateway_events", (), _("Gateway events"), "credit-card"),
            ("bill_runs", (), _("Invoicing"), "repeat"),
            ("dunning", (), _("Dunning"), "bell"),
            ("tax_rates", (), _("Tax rates"), "percent"),
            ("report", ("revenue",), _("Reports"), "chart-column"),
        ),
    ),
    (
        _("Sales"),
        (
            ("desk_orders", (), _("Orders"), "package"),
            ("desk_quotes", (), _("Quotes"), "file-text"),
            ("services_waiting", (), _("Services to set up"), "server"),
            ("calls", (), _("Calls to others"), "external-link"),
            ("catalogue", (), _("Catalogue"), "tags"),
        ),
    ),
    (
        _("Messages"),
        (
            ("mailing", (), _("Write to customers"), "mail"),
            ("failed_mail", (), _("Failed mail"), "mail-warning"),
            ("wordings", (), _("Wording"), "pencil"),
        ),
    ),
    (
        _("Settings"),
        (
            ("platform", (), _("Platform"), "settings"),
            ("staff", (), _("Staff"), "user-cog"),
            ("records", (), _("Records"), "database"),
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
    staff, path, found = me(request), request.path, []
    named = [
        (title, [(reverse(name, args=args), label, icon) for name, args, label, icon in pages])
        for title, pages in PAGES
    ]
    every = [address for _title, pages in named for address, _label, _icon in pages]
    # The pages below the inbox have ways of their own.
    around = max((each for each in every[1:] if path.startswith(each)), key=len, default=path)
    for title, pages in named:
        ways = [
            Way(label, icon, to, "page" if to == path else "true" if to == around else "")
            for to, label, icon in pages
            if may_open(staff, to)
        ]
        if ways:
            found.append(Group(title, ways))
    return found
