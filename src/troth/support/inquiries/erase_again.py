"""After a backup was restored: erase again the inquiries that were erased since it was made."""

import json
from collections.abc import Iterable
from datetime import datetime

from troth.core.conflicts import act
from troth.erasure.remove import carry_out
from troth.publishing.running import plan_on
from troth.support.models import Inquiry


@act
def erase_again(lines: Iterable[str], *, at: datetime) -> int:
    """Erase every inquiry that the journal in `lines` calls erased and that is here; how many.

    Those of customers have gone with their customers, by `restore_erasures`, which has read the
    same lines before. Can be killed and run again.
    """
    found: list[int] = []
    for line in lines:
        entry = json.loads(line)
        if entry["event"] == "inquiry.erased":
            # One that was asked later may have been given the number of one that is gone.
            old = Inquiry.objects.filter(
                pk__in=entry["counts"]["inquiries"], asked_at__lte=entry["at"]
            )
            found += old.values_list("pk", flat=True)
    return carry_out(plan_on(at.date()).removals[Inquiry._meta.db_table], found, at=at).removed
