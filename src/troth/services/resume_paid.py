"""Have services go on that were suspended for invoices which are paid now."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from troth.core.conflicts import act
from troth.core.provider import provider
from troth.services.suspend_overdue import OVERDUE
from troth.services.tell_suspended import tell_resumed

_RESUME = f"""
    UPDATE services_suspension x SET until = %(at)s
    WHERE x.reason = 'overdue' AND x.until IS NULL
    AND (%(accounts)s::bigint[] IS NULL OR x.account_id = ANY(%(accounts)s::bigint[]))
    AND NOT EXISTS (SELECT FROM ({OVERDUE}) o WHERE o.id = x.service_id)
    RETURNING x.service_id
"""


# Who pays before the night in which it would have ended keeps it.
_KEEP = f"""
    UPDATE services_cancellation x SET taken_back_at = %(at)s
    FROM services_service s
    WHERE s.id = x.service_id AND s.ended_at IS NULL AND x.kind = 'unpaid'
    AND x.taken_back_at IS NULL
    AND (%(accounts)s::bigint[] IS NULL OR x.account_id = ANY(%(accounts)s::bigint[]))
    AND NOT EXISTS (SELECT FROM ({OVERDUE}) o WHERE o.id = x.service_id)
"""


@act
def resume_paid(accounts: Collection[int] | None = None, *, at: datetime) -> int:
    """End each suspension whose invoices are paid, of some accounts or of all; how many these were.

    As soon as an account owes less it is called for that one, and every night for all.
    """
    keys = None if accounts is None else list(accounts)
    values: dict[str, Any] = {"at": at, "accounts": keys, "action": "suspend"}
    values["least"] = provider().dun_least
    with connection.cursor() as cursor:
        cursor.execute(_RESUME, values)
        resumed = [key for (key,) in cursor.fetchall()]
        cursor.execute(_KEEP, values | {"action": "end"})
    tell_resumed(resumed, at=at)
    return len(resumed)
