"""The journal is never rewritten: entries of 0.1.0 have a word of their own for it."""

import pytest

from troth.erasure.events import PARTLY_ERASED
from troth.erasure.models import Hold
from troth.erasure.receipt import Lines
from troth.erasure.restore import restore_erasures
from troth.journal.checkpoint import checkpoint
from troth.publishing.evidence import note
from troth.testing import make

VERSIONS = ("held", "on_hold")


@pytest.mark.parametrize("word", VERSIONS)
def test_a_receipt_names_it(word: str) -> None:
    (line,) = Lines.of({word: ["invoice"]}).stays
    assert (line.record, line.rows) == ("invoice", 0)
    assert line.text.endswith("under a hold until it is lifted")


@pytest.mark.django_db
@pytest.mark.parametrize("word", VERSIONS)
def test_a_restored_backup_keeps_it(word: str) -> None:
    make.in_force()
    who = make.owner(make.full_account())
    counts = {"erased": {"ticket": 1}, word: ["invoice"]}
    note(PARTLY_ERASED, "right.erase", at=make.NOW, subject=who.pseudonym, counts=counts)
    checkpoint(at=make.NOW)
    restore_erasures(0, at=make.NOW)
    assert {tuple(each.records) for each in Hold.objects.all()} == {("invoice",)}
