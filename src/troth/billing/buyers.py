"""Accounts as those who buy, with what is known of their VAT numbers and certificates, asked for
all at once."""

from collections.abc import Iterable
from datetime import datetime

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.tax.ask_engine import PENDING, here, question
from troth.tax.ask_needed import is_to_ask
from troth.tax.buyer import buyer_of
from troth.tax.checked import Checked, checked
from troth.tax.decide import Buyer, Local
from troth.tax.engine import Line, engine
from troth.tax.exemptions_of import exemptions_of
from troth.tax.table import KINDS


def buyers_of(accounts: Iterable[Account], policy: Policy, *, at: datetime) -> dict[int, Buyer]:
    """By account, who buys; a number that is yet to be asked about is pending."""
    every = list(accounts)
    typed = {each.pk: (each.tax_id, each.country) for each in every if each.tax_id}
    numbers = checked(typed, at=at) if typed else {}
    exemptions = exemptions_of([each.pk for each in every])
    found = {}
    for each in every:
        number = numbers.get(each.pk, Checked())
        if is_to_ask(number, policy):
            number = Checked("pending", number.number)
        found[each.pk] = buyer_of(
            *(each.country, each.postcode, each.region, each.company, each.tax_id),
            number,
            exemptions.get(each.pk, ()),
            _local(each, policy, at),
        )
    return found


def _local(account: Account, policy: Policy, at: datetime) -> Local | None:
    """What a tax engine says that asks nobody; another is asked for what is invoiced alone."""
    ours = engine()
    if ours is None or account.country not in ours.places:
        return None
    if ours.recipient:
        return PENDING
    lines = [Line(kind) for kind in KINDS]
    return here(ours, question(account, lines, day_at(at), account.currency, ours, policy))
