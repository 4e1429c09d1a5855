from datetime import timedelta

import pytest
from django.core.serializers import deserialize, serialize

from troth.journal.sequence import sequence
from troth.support.inquiries.erase import erase
from troth.support.inquiries.erase_again import erase_again
from troth.support.models import Inquiry
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_what_was_erased_since_the_backup_is_erased_again() -> None:
    make.in_force("soffront")
    first, other = make.inquiry(), make.inquiry("b@visitor.example")
    backup = serialize("json", [first])
    erase(first, at=make.NOW)
    sequence()

    for row in deserialize("json", backup):
        row.save()
    assert erase_again(0, at=make.NOW) == 1
    assert list(Inquiry.objects.all()) == [other]


def test_a_later_one_with_the_number_of_an_erased_one_stays() -> None:
    make.in_force("soffront")
    first = make.inquiry()
    number = first.pk
    erase(first, at=make.NOW)
    sequence()

    later = make.inquiry(at=make.NOW + timedelta(days=1))
    Inquiry.objects.filter(pk=later.pk).update(id=number)
    assert erase_again(0, at=make.NOW) == 0
    assert Inquiry.objects.exists()
