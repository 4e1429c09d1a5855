"""What usual roles of staff are called in the reader's language.

A policy names its roles as it likes: those of others stand as it has them.
"""

from troth.policy.words import Words
from troth.policy.words import gettext_noop as _

_USUAL = Words(
    {
        "owner": _("owner"),
        "privacy": _("privacy"),
        "billing": _("billing"),
        "support": _("support"),
        "sales": _("sales"),
        "protection": _("protection"),
    }
)


def staff_role(role: str) -> str:
    """A role of [staff.roles], or one of our own, in words."""
    return _USUAL.get(role, role)
