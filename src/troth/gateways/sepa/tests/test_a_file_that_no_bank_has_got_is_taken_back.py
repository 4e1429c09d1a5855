"""A file that was lost: staff are told of it, and what is in it goes into another one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.bank.tests.paying import told
from troth.core.day import day_at
from troth.gateways.charge import under_way
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection, CollectionFile
from troth.gateways.sepa.tests.debits import DUE, at, collected, desk, handed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]


def test_what_is_in_it_waits_for_another_file() -> None:
    invoice, one, lost = handed()
    page, client = f"/desk/bank/direct-debits/files/{lost.pk}/", desk()
    assert "Take it back" in client.get(page).content.decode()
    for _twice in range(2):
        client.post(f"{page}take-back/")
    one.refresh_from_db()
    assert not (one.file or one.ended_at) and not CollectionFile.objects.exists()
    assert invoice.pk in under_way(), "it is still announced"
    new = make_file(DUE, at=at(DUE + timedelta(days=10)))
    one.refresh_from_db()
    assert one.file == new and new.name != lost.name and new.collect_on > DUE


def test_one_that_the_bank_has_told_of_stays() -> None:
    _invoice, one, file = handed()
    told(collected(one))
    page, client = f"/desk/bank/direct-debits/files/{file.pk}/", desk()
    assert "Take it back" not in client.get(page).content.decode()
    said = client.post(f"{page}take-back/", follow=True).content.decode()
    assert "has told of this file" in said and CollectionFile.objects.exists()
    assert Collection.objects.get().file == file


@pytest.mark.parametrize(("days", "named"), [(7, False), (8, True)])
def test_the_inbox_names_one_of_which_the_bank_tells_nothing(days: int, named: bool) -> None:
    _invoice, one, file = handed()
    gone = day_at(timezone.now()) - timedelta(days=days)
    CollectionFile.objects.update(collect_on=gone)
    words = "not fully reported by the bank after a week"
    assert (words in desk().get("/desk/").content.decode()) is named
    told(collected(one))
    assert words not in desk().get("/desk/").content.decode()
    assert file.pk
