"""Events are kept for months: whoever handles the open ones does not look through the others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.core.query import query
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_open_is_found_by_itself() -> None:
    make.in_force("softsys")
    told = {"gateway": "pretend", "what": "other", "told_at": make.NOW, "received_at": make.NOW}
    GatewayEvent.objects.bulk_create(
        GatewayEvent(**told, name=f"event {n}", raw=b"", handled_at=make.NOW if n else None)
        for n in reversed(range(5000))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE gateways_gatewayevent")
    with CaptureQueriesContext(connection) as captured:
        assert handle_open(at=make.NOW) == 1
    plan = "\n".join(line for (line,) in query(f"EXPLAIN {captured[0]['sql'].replace('%', '%%')}"))
    assert "Scan using gateway_event_next" in plan and "Sort" not in plan
