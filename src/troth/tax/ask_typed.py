"""Have VAT numbers asked about soon after they were typed, so that what is ordered can be taxed.

However that was: in signing up, in the details, by a file that somebody brought in, at the desk.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from troth.accounts.models import Account
from troth.tax.ask_needed import ask_needed

_LATELY = timedelta(hours=1)  # an answer serves for longer, so that nothing is asked twice


def ask_typed(*, at: datetime) -> None:
    """Ask about the numbers of accounts whose details came, changed or were confirmed lately."""
    since = at - _LATELY
    lately = Q(created_at__gte=since) | Q(confirmed_at__gte=since)
    typed = Account.objects.filter(lately, cancelled_at=None).exclude(tax_id="")
    rows = typed.values_list("pk", "tax_id", "country")
    ask_needed({key: (number, country) for key, number, country in rows}, at=at)
