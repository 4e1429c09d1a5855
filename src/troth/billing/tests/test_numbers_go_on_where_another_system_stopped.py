from typing import Any

import pytest
from django.db import transaction

from troth.billing.models import Series
from troth.billing.number import number_again, take_numbers
from troth.core.errors import UsageError
from troth.core.setting import first_numbers, number_prefixes
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db
INVOICE = Series.Kind.INVOICE


def test_the_first_number_is_the_providers_and_no_later_one_is(settings: Any) -> None:
    make.in_force()
    settings.NUMBER_PREFIXES = {"invoice": "RE"}
    settings.FIRST_NUMBERS = {("invoice", 2026): 5001}
    assert take_numbers(INVOICE, 2, at=make.NOW) == ["RE2026-005001", "RE2026-005002"]
    for first in (1, 9001):
        settings.FIRST_NUMBERS = {("invoice", 2026): first}
        assert len(take_numbers(INVOICE, 1, at=make.NOW)) == 1
    assert Series.objects.get().last == 5004
    assert take_numbers(Series.Kind.CREDIT_NOTE, 1, at=make.NOW) == ["C2026-000001"]


def test_what_is_lost_begins_with_the_first_number(settings: Any) -> None:
    make.in_force()
    settings.FIRST_NUMBERS = {("invoice", 2026): 5001}
    with transaction.atomic():
        take_numbers(INVOICE, 2, at=make.NOW)
        entries = list(Entry.objects.all())
        transaction.set_rollback(True)  # a backup from before has neither
    (lost,) = number_again(entries)
    assert (lost.first, lost.last) == ("2026-005001", "2026-005002")
    assert take_numbers(INVOICE, 1, at=make.NOW) == ["2026-005003"]


@pytest.mark.parametrize("value", ["invoice:re", "bill:A", "invoice:C", "invoice:ABCDEFG"])
def test_a_prefix_is_in_capitals_and_of_one_kind(value: str) -> None:
    with pytest.raises(UsageError, match="capitals"):
        number_prefixes("NUMBER_PREFIXES", value)


@pytest.mark.parametrize("value", ["invoice:2026:0", "invoice:5001", "bill:2026:1", "quote:26:1"])
def test_a_first_number_is_of_a_kind_and_a_year(value: str) -> None:
    with pytest.raises(UsageError, match="first numbers"):
        first_numbers("FIRST_NUMBERS", value)
