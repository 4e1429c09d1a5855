"""Have services go on that were suspended for invoices which are paid now."""

from datetime import datetime
from typing import Any

from django.db import connection

from troth.accounts.models import Account
from troth.core.conflicts import act
from troth.services.suspend_overdue import OVERDUE
from troth.services.tell_suspended import tell_resumed

_RESUME = f"""
    UPDATE services_suspension x SET until = %(at)s
    WHERE x.reason = 'overdue' AND x.until IS NULL
    AND (%(account)s::bigint IS NULL OR x.account_id = %(account)s::bigint)
    AND x.service_id NOT IN (SELECT o.id FROM ({OVERDUE}) o)
    RETURNING x.service_id
"""


# Who pays before the night in which it would have ended keeps it.
_KEEP = f"""
    UPDATE services_cancellation x SET taken_back_at = %(at)s
    FROM services_service s
    WHERE s.id = x.service_id AND s.ended_at IS NULL AND x.kind = 'unpaid'
    AND x.taken_back_at IS NULL
    AND (%(account)s::bigint IS NULL OR x.account_id = %(account)s::bigint)
    AND x.service_id NOT IN (SELECT o.id FROM ({OVERDUE}) o)
"""


@act
def resume_paid(account: Account | None = None, *, at: datetime) -> int:
    """End each suspension whose invoices are paid, of one account or of all; how many these were.

    Pages that take payments call it for the account, and every night it is called for all.
    """
    key = account.pk if account else None
    values: dict[str, Any] = {"at": at, "account": key, "action": "suspend"}
    with connection.cursor() as cursor:
        cursor.execute(_RESUME, values)
        resumed = [key for (key,) in cursor.fetchall()]
        cursor.execute(_KEEP, values | {"action": "end"})
    tell_resumed(resumed, at=at)
    return len(resumed)
