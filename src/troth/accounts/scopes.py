"""What a trusted person may be allowed in an account. The owner may do everything."""

from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Membership

SCOPES = {
    "profile": _("see and change the account's name and address"),
    "billing": _("see invoices and payments"),
    "services": _("see and manage services"),
    "domains": _("see and manage domains"),
    "support": _("read and write tickets"),
    "privacy": _("see who read, received and changed data, and what was asked"),
}


def scopes_of(membership: Membership) -> frozenset[str]:
    """The scopes that a membership gives: all of them to the owner."""
    if membership.role == Membership.Role.OWNER:
        return frozenset(SCOPES)
    return frozenset(membership.scopes.split()) & frozenset(SCOPES)
