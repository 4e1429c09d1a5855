"""The exemptions of many accounts, by the certificates that staff entered: one question for all."""

from collections.abc import Collection

from troth.tax.exemption import Exemption
from troth.tax.models import Certificate


def exemptions_of(accounts: Collection[int]) -> dict[int, tuple[Exemption, ...]]:
    """By account; whoever has none is left out."""
    found: dict[int, tuple[Exemption, ...]] = {}
    for each in Certificate.objects.filter(account__in=accounts).order_by("pk"):
        found[each.account_id] = (*found.get(each.account_id, ()), each.exemption)
    return found
