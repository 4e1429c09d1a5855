"""The gate before third parties where they are asked about many who are known there by name."""

from collections.abc import Collection
from datetime import datetime

from troth.accounts.models import Account
from troth.gates.agree_to_share import agreements
from troth.gates.recipient import WHOLE, Recipient
from troth.gates.undertakings import missing
from troth.publishing.running import policy_on


def share_names(to: Recipient, accounts: Collection[int], *, at: datetime) -> set[int]:
    """Of which of these accounts a recipient may be told its own names and nothing else, as
    `gates.share` lets it: it is reached with that within `core.leave.reaching`.

    The register has nothing of that. Left to `share`, which says why not, are all where the policy
    says nothing of the recipient, where something is to be signed first, and where somebody has to
    agree or may object; and whoever has processing restricted.
    """
    tables = policy_on(at).tables
    rule = tables.share.get(to.name)
    if rule is None or rule.purposes or agreements(to.name, rule) or rule.when in WHOLE:
        return set()
    if missing(to.name, rule, tables, to, at=at):
        return set()
    free = Account.objects.filter(pk__in=accounts, restricted_at=None)
    return {*free.values_list("pk", flat=True)}
