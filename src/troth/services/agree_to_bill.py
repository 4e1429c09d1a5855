"""Say yes to a run of many invoices."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.events import BILL_AGREED
from troth.billing.models import BillRun
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.services.tasks import bill_agreed


@act
def agree_to_bill(on: date, invoices: int, *, by: Person, at: datetime) -> None:
    """Have the invoices of a day made, of which there are as many as staff were shown.

    Who agreed stands in the journal. Twice is once. Raises TrothError where nothing waits, or more
    than was shown.
    """
    run = BillRun.objects.select_for_update().filter(on=on, asked_at__isnull=False).first()
    if run is None or run.invoices != invoices:
        raise TrothError(_("How many invoices are due has changed; please look again."))
    if run.agreed_at:
        return
    run.agreed_at = at
    run.save(update_fields=["agreed_at"])
    counts = {"on": on.isoformat(), "invoices": invoices}
    note(BILL_AGREED, "keep.invoice", at=at, subject=by.pseudonym, counts=counts)
    bill_agreed.defer(on=on.isoformat())
