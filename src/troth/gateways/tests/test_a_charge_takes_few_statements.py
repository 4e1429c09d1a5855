"""A night charges thousands: what each asks of the database is counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.billing.models import Payment
from troth.calls.work import work, work_together
from troth.gateways import charge_alike
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps


def counted(act: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert callable(act) and act()
    return sum(each["sql"] not in ("BEGIN", "COMMIT") for each in captured)


def test_charges_are_answered_and_booked_together(
    pretend: Counterpart, steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charge_alike, "FRESH", 3600.0)  # on a busy machine as well
    for _ in range(12):
        charges.due(pretend)
    assert charge(on=charges.TODAY, at=charges.NOW) == 12
    assert work(at=charges.NOW)  # one by itself; the queries that are written once are
    # A statement of each would be ten more.
    assert counted(lambda: work_together(10, at=charges.NOW) == 10) <= 10
    assert counted(lambda: work(at=charges.NOW)) <= 9
    assert not Payment.objects.exists()
    # A statement or two of each would be a dozen more.
    assert counted(lambda: handle_open(at=charges.NOW)) <= 40
    assert Payment.objects.count() == GatewayEvent.objects.filter(raw=b"").count() == 12
