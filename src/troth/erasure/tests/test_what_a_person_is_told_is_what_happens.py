"""For random histories, rules and holds: the preview, the receipt and an oracle in plain Python
tell the same, and every row is as they say."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.erasure.tests.keeping import put_in_force, sources
from troth.erasure.tests.oracle import World, differences
from troth.testing import make
from troth.testing.history import Life, histories_with_leavers, play

pytestmark = pytest.mark.django_db


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=sources(), history=histories_with_leavers, which=st.integers(0, 3))
def test_the_preview_and_the_receipt_agree_with_the_oracle(
    source: str, history: list[Life], which: int
) -> None:
    with transaction.atomic():
        policy = put_in_force(source)
        accounts = play(history)
        person = make.owner(accounts[which % len(accounts)])
        world = World(policy, at=make.NOW)
        if world.refuses(person.pk):
            for verb in (preview, erase):
                with pytest.raises(TrothError, match="restriction"):
                    verb(person, at=make.NOW)
        else:
            told = preview(person, at=make.NOW).as_counts()
            done = erase(person, at=make.NOW)
            world.erase(person.pk)
            assert told == done.counts == world.told.as_counts()
            assert done.complete == (not Person.objects.filter(pk=person.pk).exists())
        assert differences(world) == {}
        transaction.set_rollback(True)
