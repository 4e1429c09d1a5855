import pytest
from django.db import transaction

from troth.journal.append import append, append_many
from troth.journal.event import Event, declared
from troth.journal.models import Entry
from troth.journal.tests.make import AT, SWEPT


def test_a_second_declaration_of_its_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="sweep.done is declared twice"):
        Event("sweep.done", told="something else")
    assert declared()["sweep.done"] is SWEPT
    assert SWEPT.told == "something was swept"


@pytest.mark.django_db
def test_what_is_not_declared_is_not_appended() -> None:
    name = str(SWEPT)
    with pytest.raises(TypeError, match="declared"):
        append(name, at=AT)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="declared"), transaction.atomic():
        append_many([Entry(event=SWEPT, at=AT), Entry(event=name, at=AT)])
    assert not Entry.objects.exists()
