"""Who received what is held about somebody."""

from django.db.models import Q

from troth.accounts.owned import Subjects
from troth.gates.models import Disclosure
from troth.policy.parse import Policy


def recipients(subjects: Subjects, policy: Policy) -> dict[str, list[str]]:
    """Who received data of each category, as the service needed it."""
    mine = Disclosure.objects.filter(subject__in=subjects)
    # Of what was compelled the page of disclosures tells, as far as it may.
    needed = mine.filter(Q(rule__startswith="share.") | Q(rule__startswith="message."))
    rows = needed.values_list("recipient", "categories").distinct()
    found: dict[str, list[str]] = {}
    for recipient, categories in rows.order_by("recipient"):
        for category in categories:
            found.setdefault(category, []).append(policy.tables.recipient(recipient))
    return {category: list(dict.fromkeys(names)) for category, names in found.items()}
