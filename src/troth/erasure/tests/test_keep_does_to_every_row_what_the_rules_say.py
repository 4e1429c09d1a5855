"""For random histories, rules, holds and days: an oracle in plain Python says what becomes of
every row, and the sweep and its dry run say the same, however many rows share a transaction."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.erasure.foresee import foresee
from troth.erasure.keep import CHUNK, keep
from troth.erasure.tally import DONE, Tally
from troth.erasure.tests.keeping import put_in_force, sources
from troth.erasure.tests.oracle import World, differences
from troth.testing.history import Life, histories_with_leavers, play, sweep_days

pytestmark = pytest.mark.django_db


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    source=sources(),
    history=histories_with_leavers,
    on=sweep_days,
    chunk=st.sampled_from([CHUNK, 1, 2, 3]),
)
def test_keep_and_its_dry_run_agree_with_the_oracle(
    source: str, history: list[Life], on: date, chunk: int
) -> None:
    at = datetime.combine(on, time(12), UTC)
    with transaction.atomic():
        policy = put_in_force(source)
        play(history)
        world = World(policy, at=at)
        foresight = foresee(on=on, at=at)

        by_rule = keep(on=on, at=at, chunk=chunk).by_rule

        world.sweep(on)
        assert differences(world) == {}
        told = world.told.as_counts()
        assert foresight.tally().as_counts() == told
        assert once(total(by_rule).as_counts()) == once(told)
        assert removed(foresight.by_rule()) == removed(by_rule)
        transaction.set_rollback(True)


def total(by_rule: Mapping[Any, Tally]) -> Tally:
    found = Tally()
    for tally in by_rule.values():
        found += tally
    return found


def removed(by_rule: Mapping[Any, Tally]) -> dict[Any, Any]:
    """How many rows of each record have gone, or lost something, by which rule."""
    return {
        label: {what: getattr(tally, what) for what in DONE}
        for label, tally in by_rule.items()
        if tally.removed
    }


def once(counts: dict[str, Any]) -> dict[str, Any]:
    """Of what stays only the rules: what a hold stops is found again by each rule of the night,
    and a sweep does not look up until when."""
    stays = {record: stay["rule"] for record, stay in counts.get("stays", {}).items()}
    return {**counts, "stays": stays}
