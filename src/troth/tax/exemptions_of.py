"""The exemptions of many accounts, by the certificates that staff entered: one question for all."""

from collections.abc import Collection

from troth.tax.exemption import Exemption
from troth.tax.models import Certificate

# The keys are one parameter: a run of invoices asks for thousands, and few have a certificate.
_OF = f"SELECT * FROM {Certificate._meta.db_table} WHERE account_id = ANY(%s) ORDER BY id"


def exemptions_of(accounts: Collection[int]) -> dict[int, tuple[Exemption, ...]]:
    """By account; whoever has none is left out."""
    found: dict[int, tuple[Exemption, ...]] = {}
    for each in Certificate.objects.raw(_OF, [[*accounts]]):
        found[each.account_id] = (*found.get(each.account_id, ()), each.exemption)
    return found
