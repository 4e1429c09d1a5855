"""Make of charges what the customer gets: an invoice, or a credit note."""

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.core.day import day_at
from troth.services.models import Charge
from troth.tax.ask_needed import ask_needed
from troth.tax.decide import PendingError, TaxError, UnratedError


def settle(account: Account, charges: Sequence[Charge], *, at: datetime) -> Invoice | None:
    """Store charges of an account in one currency that are new; issue one document of them.

    Credits and charges stand on the same one; what comes to less than nothing is a credit note.
    None where there are none, and where nobody can say yet how they are taxed: then they wait for
    the answer about the VAT number, or for the next invoice of the account.
    """
    if not charges:
        return None
    Charge.objects.bulk_create([each for each in charges if each.pk is None])
    try:
        return invoice_or_ask(account, charges, at=at)
    except TaxError:
        return None


def invoice_or_ask(account: Account, charges: Sequence[Charge], *, at: datetime) -> Invoice | None:
    """As `invoice_charges`; but where that rests on a VAT number that is being checked, None: what
    was asked is asked again, since it was taken back with the invoice.
    """
    try:
        return invoice_charges(account, charges, at=at)
    except UnratedError:
        # Asked for what waits, in a transaction that stays.
        app.configure_task("troth.services.tasks.invoice_rated").defer(account=account.pk)
        return None
    except PendingError:
        ask_needed({account.pk: (account.tax_id, account.country)}, at=at)
        return None


def invoice_charges(account: Account, charges: Sequence[Charge], *, at: datetime) -> Invoice:
    """Issue the invoice of charges that are stored, which then name its lines.

    Raises TaxError where nobody can say yet how they are taxed.
    """
    lines = [line_of(charge) for charge in charges]
    draft = Draft(account, charges[0].currency, lines, supplied_on=day_at(at))
    return issue_of(charges, [draft], at=at)


def issue_of(charges: Sequence[Charge], drafts: Sequence[Draft], *, at: datetime) -> Invoice:
    """Issue the one invoice of these drafts, whose lines are these charges in their order."""
    (invoice,) = issue(drafts, at=at)
    taken = invoice.lines.order_by("position", "pk")
    for charge, line in zip(charges, taken, strict=True):
        charge.line = line
    Charge.objects.bulk_update(charges, ["line"])
    return invoice


def line_of(charge: Charge) -> DraftLine:
    """The line that a charge is to be."""
    return DraftLine(
        description=charge.description,
        price=charge.price,
        supply=charge.supply,
        quantity=charge.quantity,
        discount=charge.discount,
        product=charge.product,
        starts=charge.starts,
        ends=charge.ends,
        original=charge.takes_back.line if charge.takes_back else None,
    )
