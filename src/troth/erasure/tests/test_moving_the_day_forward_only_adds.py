from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.erasure.foresee import foresee
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.history import Life, histories, play, sweep_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", shipped())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories, on=sweep_days, days=st.integers(0, 2000))
def test_what_is_due_today_is_due_tomorrow(
    name: str, history: list[Life], on: date, days: int
) -> None:
    with transaction.atomic():
        make.in_force(name)
        play(history)
        today, later = (
            foresee(on=on, at=make.NOW),
            foresee(on=on + timedelta(days=days), at=make.NOW),
        )
        assert today.erased() <= later.erased()
        assert today.depersonalised() <= later.depersonalised() | later.erased()
        transaction.set_rollback(True)
