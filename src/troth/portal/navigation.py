"""Where somebody who is signed in can go: the pages of their account, and their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Activity, Membership
from troth.billing.models import Invoice
from troth.gates.collect import form_rule
from troth.gates.opens import opens
from troth.gates.roles import reads_at_work
from troth.orders.models import Order
from troth.portal.access import me, memberships
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.support.models import Ticket

# Pages of an account by their address's name, with label, icon, and what each shows: who may see
# that may open it.
ACCOUNT_PAGES = (
    ("account", _("Overview"), "layout-dashboard", None),
    ("services", _("Services"), "server", Service),
    ("orders", _("Orders"), "package", Order),
    ("invoices", _("Invoices"), "receipt-text", Invoice),
    ("tickets", _("Tickets"), "life-buoy", Ticket),
    ("account_messages", _("Messages"), "mail", None),
    ("people", _("People"), "users", Membership),
    ("account_activity", _("Activity"), "history", Activity),
    ("account_requests", _("Requests"), "message-circle-question-mark", RightsRequest),
    ("details", _("Details"), "contact", Account),
)
OWN_PAGES = (
    ("shop", _("Shop"), "store"),
    ("profile", _("Profile"), "user"),
    ("preferences", _("About you"), "sliders-horizontal"),
    ("security", _("Security"), "key-round"),
    ("my_data", _("Privacy centre"), "shield-check"),
)


@dataclass(frozen=True)
class Way:
    """A link of the navigation. `current` is the value of aria-current, or empty."""

    label: Promise
    icon: str
    url: str
    current: str


class Navigation:
    """What the frame of a page offers, twice; it asks the database only when it is shown."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _membership(self) -> Membership | None:
        """The one in the account of this page; else my only one."""
        mine = memberships(self._request)
        match = self._request.resolver_match
        number = match.kwargs.get("account") if match else None
        here = [each for each in mine if each.account_id == number]
        return here[0] if here else mine[0] if len(mine) == 1 else None

    @property
    def account(self) -> Account | None:
        """The account whose pages are offered."""
        return self._membership.account if self._membership else None

    @cached_property
    def other_accounts(self) -> list[Account]:
        """The accounts to change to."""
        mine = [membership.account for membership in memberships(self._request)]
        return [account for account in mine if account != self.account]

    @cached_property
    def account_pages(self) -> list[Way]:
        """Pages of the account that my scopes open."""
        if self._membership is None:
            return []
        pages = [
            (name, label, icon)
            for name, label, icon, shown in ACCOUNT_PAGES
            if shown is None or opens(self._membership, shown)
        ]
        return self._ways(pages, self._membership.account_id)

    @cached_property
    def own_pages(self) -> list[Way]:
        """Pages about myself that the policy has, and for staff their desk."""
        policy = policy_on(timezone.now(), missing_ok=True)
        asks = policy is not None and form_rule("preferences", policy) is not None
        own = [way for way in OWN_PAGES if asks or way[0] != "preferences"]
        desk = (("desk", _("Desk"), "headset"),) if me(self._request).is_staff else ()
        return self._ways((*own, *desk))

    @property
    def reads_billing(self) -> bool:
        """Whether reports are offered."""
        policy = policy_on(timezone.now(), missing_ok=True)
        role = me(self._request).staff_role
        return policy is not None and reads_at_work(role, "billing", policy)

    def _ways(self, pages: Iterable[tuple[str, Promise, str]], *args: int) -> list[Way]:
        return [
            self._way(name, label, icon, reverse(name, args=args)) for name, label, icon in pages
        ]

    def _way(self, name: str, label: Promise, icon: str, url: str) -> Way:
        within = self._request.path.startswith(url) and name != "account"
        current = "page" if self._request.path == url else "true" if within else ""
        return Way(label, icon, url, current)
