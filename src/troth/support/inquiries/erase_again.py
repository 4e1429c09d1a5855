"""After a backup was restored: erase again the inquiries that were erased since it was made."""

from datetime import datetime

from django.db.models import Q

from troth.core.conflicts import act
from troth.erasure.remove import carry_out
from troth.journal.models import Entry
from troth.publishing.running import plan_on
from troth.support.events import INQUIRY_ERASED
from troth.support.models import Inquiry


@act
def erase_again(start: int, *, at: datetime) -> int:
    """Erase every inquiry here that the journal calls erased from place `start` on; how many.

    Those of customers go with their customers, by `restore_erasures`. Can be killed and run
    again.
    """
    erased = Q()
    entries = Entry.objects.filter(seq__gte=start, event=INQUIRY_ERASED)
    for entry in entries:
        # One that was asked later may have been given the number of one that is gone.
        erased |= Q(pk__in=entry.counts["inquiries"], asked_at__lte=entry.at)
    if not erased:
        return 0
    found = Inquiry.objects.filter(erased, person=None).order_by("pk").select_for_update()
    ids = list(found.values_list("pk", flat=True))
    removal = plan_on(at).removals[Inquiry._meta.db_table]
    return carry_out(removal, ids, at=at).removed
