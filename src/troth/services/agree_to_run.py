"""Say yes to a run that does much at once."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.ask import Kind
from troth.billing.events import BILL_AGREED, CHARGE_AGREED, DUN_AGREED
from troth.billing.models import NightRun
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.services.tasks import bill_agreed, charge_agreed, dun_agreed

_DONE = {
    Kind.BILL: (BILL_AGREED, "invoices", bill_agreed),
    Kind.DUN: (DUN_AGREED, "steps", dun_agreed),
    Kind.CHARGE: (CHARGE_AGREED, "invoices", charge_agreed),
}


@act
def agree_to_run(kind: Kind, on: date, count: int, *, by: Person, at: datetime) -> None:
    """Have the invoices of a day made, its steps of dunning taken, or what is owed: as many as
    staff were shown.

    Who agreed stands in the journal. Twice is once. Raises TrothError where nothing waits, or more
    than was shown.
    """
    waits = NightRun.objects.select_for_update().filter(asked_at__isnull=False)
    run = waits.filter(kind=kind, on=on).first()
    if run is None or run.count != count:
        raise TrothError(_("The amount due has changed; please look again."))
    if run.agreed_at:
        return
    run.agreed_at = at
    run.save(update_fields=["agreed_at"])
    event, counted, job = _DONE[kind]
    counts = {"on": on.isoformat(), counted: count}
    note(event, "keep.invoice", at=at, subject=by.pseudonym, counts=counts)
    job.defer(on=on.isoformat())
