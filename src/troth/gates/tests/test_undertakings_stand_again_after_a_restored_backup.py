from datetime import date, timedelta

import pytest

from troth.gates.end_undertaking import end_undertaking
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.models import Undertaking
from troth.gates.undertake_again import undertake_again
from troth.journal.checkpoint import checkpoint
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED = date(2026, 1, 2)
LATER = make.NOW + timedelta(hours=1)


def rows() -> list[tuple[object, ...]]:
    known = Undertaking.objects.order_by("kind")
    return list(known.values_list("recipient", "kind", "purposes", "entered_at", "ended_at"))


def test_as_the_journal_tells_and_once() -> None:
    make.in_force("ispsystem")
    of = ("google", "instructions", SIGNED)
    enter_undertaking(*of, purposes=["improvement"], at=make.NOW)
    ended = enter_undertaking("google", "confidentiality", SIGNED, at=make.NOW)
    in_backup = {"ended_at": None}
    end_undertaking(ended.pk, at=LATER)
    checkpoint(at=LATER)
    before = rows()
    Undertaking.objects.filter(kind="instructions").delete()
    Undertaking.objects.filter(pk=ended.pk).update(**in_backup)
    assert undertake_again(0) == 2 and rows() == before
    assert undertake_again(0) == 0 and rows() == before
