"""What a trusted person may be allowed in an account. The owner may do everything."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Membership
from troth.core.errors import TrothError

SCOPES = {
    "profile": _("view and change the account’s name and address"),
    "billing": _("view invoices and payments"),
    "services": _("view and manage services"),
    "domains": _("view and manage domains"),
    "support": _("read and write tickets"),
    "privacy": _("see who read, received and changed data, and what was requested"),
}

# The categories of the policy's vocabulary that each scope lets somebody see.
CATEGORIES = {
    "profile": ("identity", "contact", "company", "billing"),
    "billing": ("billing", "payment"),
    "services": ("service",),
    "domains": ("domain",),
    "support": ("content",),
    "privacy": ("usage", "device"),
}


def scopes_of(membership: Membership) -> frozenset[str]:
    """The scopes that a membership gives: all of them to the owner.

    To whom the owner trusts, none while processing of the account is restricted.
    """
    if membership.role == Membership.Role.OWNER:
        return frozenset(SCOPES)
    if membership.account.restricted_at:
        return frozenset()
    return scopes_in(membership.scopes)


def scopes_in(words: str) -> frozenset[str]:
    """The scopes that a column names, separated by blanks."""
    return frozenset(words.split()) & frozenset(SCOPES)


def as_words(scopes: Iterable[str]) -> str:
    """Scopes as a column holds them, in the order of SCOPES. Raises TrothError without any."""
    chosen = [scope for scope in SCOPES if scope in set(scopes)]
    if not chosen:
        raise TrothError(_("Choose at least one thing this person may do."))
    return " ".join(chosen)
