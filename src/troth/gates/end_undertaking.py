"""End what a recipient had undertaken: from then on it is not on record any more."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import UNDERTAKING_ENDED
from troth.gates.models import Undertaking
from troth.publishing.evidence import note


@act
def end_undertaking(number: int, *, at: datetime) -> Undertaking:
    """End an undertaking, or take back one entered by mistake; twice is once.

    A recipient that needs it is told nothing more. Raises TrothError where there is none of that
    number.
    """
    found = Undertaking.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise TrothError(_("There is no undertaking of this number."))
    if found.ended_at is None:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        counts = {"kind": found.kind, "signed": found.signed_on.isoformat()}
        note(UNDERTAKING_ENDED, at=at, rule=f"share.{found.recipient}", counts=counts)
    return found
