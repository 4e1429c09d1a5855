"""Where somebody who is signed in can go: the pages of their account, and their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Membership
from troth.accounts.scopes import scopes_of
from troth.gates.collect import form_rule
from troth.portal.access import me, memberships
from troth.publishing.running import policy_on

# Pages of an account by their address's name, with the scope that opens each.
ACCOUNT_PAGES = (
    ("account", _("Overview"), None),
    ("services", _("Services"), "services"),
    ("invoices", _("Invoices"), "billing"),
    ("tickets", _("Tickets"), "support"),
    ("account_messages", _("Messages"), None),
    ("people", _("People"), "owner"),
    ("account_activity", _("Activity"), "privacy"),
    ("account_requests", _("Requests"), "privacy"),
    ("details", _("Details"), "profile"),
)
OWN_PAGES = (
    ("profile", _("Profile")),
    ("preferences", _("About you")),
    ("security", _("Security")),
    ("my_data", _("Privacy centre")),
)


@dataclass(frozen=True)
class Way:
    """A link of the navigation. `current` is the value of aria-current, or empty."""

    label: Promise
    url: str
    current: str


class Navigation:
    """What the frame of a page offers; it asks the database only when it is shown."""

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

    @property
    def other_accounts(self) -> list[Account]:
        """The accounts to change to."""
        mine = [membership.account for membership in memberships(self._request)]
        return [account for account in mine if account != self.account]

    @property
    def account_pages(self) -> list[Way]:
        """Pages of the account that my scopes open."""
        if self._membership is None:
            return []
        open_to_me = {None, self._membership.role, *scopes_of(self._membership)}
        pages = [(name, label) for name, label, scope in ACCOUNT_PAGES if scope in open_to_me]
        return self._ways(pages, self._membership.account_id)

    @property
    def own_pages(self) -> list[Way]:
        """Pages about myself that the policy has, and for staff their desk."""
        policy = policy_on(timezone.now().date(), missing_ok=True)
        asks = policy is not None and form_rule("preferences", policy) is not None
        own = [(name, label) for name, label in OWN_PAGES if asks or name != "preferences"]
        desk = (("desk", _("Desk")),) if me(self._request).is_staff else ()
        return self._ways((*own, *desk))

    def _ways(self, pages: Iterable[tuple[str, Promise]], *args: int) -> list[Way]:
        return [self._way(name, label, reverse(name, args=args)) for name, label in pages]

    def _way(self, name: str, label: Promise, url: str) -> Way:
        within = self._request.path.startswith(url) and name != "account"
        current = "page" if self._request.path == url else "true" if within else ""
        return Way(label, url, current)
