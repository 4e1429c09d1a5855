"""For random histories, rules, holds and days: an oracle in plain Python says what becomes of
every row, and the sweep and its dry run say the same."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from troth.erasure.foresee import foresee
from troth.erasure.keep import keep
from troth.erasure.tally import Tally
from troth.erasure.tests.keeping import sources
from troth.erasure.tests.oracle import World, differences
from troth.policy.parse import parse
from troth.testing import make
from troth.testing.history import Life, histories, play, sweep_days

pytestmark = pytest.mark.django_db


@pytest.mark.promise("SS-07", "SS-13", "SF-20", "WT-15")
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    source=sources(),
    history=histories,
    on=sweep_days,
)
def test_keep_and_its_dry_run_agree_with_the_oracle(
    source: str, history: list[Life], on: date
) -> None:
    policy = parse(source.encode())
    at = datetime.combine(on, time(12), UTC)
    with transaction.atomic():
        make.in_force(policy)
        play(history)
        world = World(policy, at=at)
        foreseen = foresee(on=on, at=at).tally().as_counts()

        done = Tally()
        for tally in keep(on=on, at=at).by_rule.values():
            done += tally

        world.sweep(on)
        assert differences(world) == {}
        told = world.told.as_counts()
        assert foreseen == told
        assert once(done.as_counts()) == once(told)
        transaction.set_rollback(True)


def once(counts: dict[str, Any]) -> dict[str, Any]:
    """Of what stays only the rules: what a hold stops is found again by each rule of the night,
    and a sweep does not look up until when."""
    stays = {record: stay["rule"] for record, stay in counts.get("stays", {}).items()}
    return {**counts, "stays": stays}
