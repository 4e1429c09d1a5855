"""For random histories and days, under each policy: the plan is what happens."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.erasure.foresee import foresee
from troth.erasure.keep import keep
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.history import Life, histories_with_leavers, play, sweep_days
from troth.testing.snapshot import changed, gone, snapshot

pytestmark = pytest.mark.django_db


def noon(on: date) -> datetime:
    """When the sweep of a day runs: what it begins, such as the notice to who loses an access, is
    not over on the same day."""
    return max(make.NOW, datetime.combine(on, time(12), UTC))


@pytest.mark.parametrize("name", shipped())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories_with_leavers, on=sweep_days, later=st.integers(0, 2000))
def test_keep_does_what_the_dry_run_says(
    name: str, history: list[Life], on: date, later: int
) -> None:
    with transaction.atomic():
        make.in_force(name)
        play(history)
        foreseen = foresee(on=on, at=make.NOW)
        before = snapshot()

        keep(on=on, at=noon(on), chunk=2)

        after = snapshot()
        assert gone(before, after) == foreseen.erased()
        assert foreseen.depersonalised() <= changed(before, after)
        again = foresee(on=on, at=make.NOW)
        assert not again.erased() and not again.depersonalised()
        assert keep(on=on, at=noon(on), chunk=3).removed == 0
        assert snapshot() == after
        transaction.set_rollback(True)
