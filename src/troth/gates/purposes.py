"""The gate before data is used: only for a purpose that its rule lists, and while that lasts."""

from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.policy.parse import Policy


class PurposeError(TrothError):
    """Data would be used for a purpose for which it was not collected."""


def refuse_other_purposes(purpose: str, rule: str, policy: Policy) -> None:
    """Raise PurposeError where a rule does not list a purpose, and the policy never does that.

    rule: by which the data came, `collect.X`, or was agreed to, `consent.X`.
    """
    kind, _dot, name = rule.partition(".")
    found = getattr(policy.tables, kind).get(name)
    listed = found.purposes if found else ()
    if purpose not in listed and "other-purposes" in policy.tables.refuse.acts:
        raise PurposeError(
            _(
                "%(rule)s does not list purpose.%(purpose)s, and our policy has us use data for no "
                "other purpose."
            )
            % {"rule": rule, "purpose": purpose}
        )
