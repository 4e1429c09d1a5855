"""Whatever an export holds, the pages can name: what they cannot stops the start."""

import pytest

from troth.gates.models import ReadLimit
from troth.policy import labels
from troth.policy.coverage import every_column_is_declared
from troth.policy.declare import PersonalData, declarations
from troth.policy.tables import schema
from troth.services.models import Service


def test_of_every_export() -> None:
    known = schema()
    for table in known.tables.values():
        if table.subjects or table.is_subject:
            assert labels.called(table.name) and labels.staff_call(table.name)
            for column, _category in known.extract(table).columns:
                assert labels.label(table.name, column), (table.name, column)


def test_a_column_without_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Service._meta.get_field("label"), "_verbose_name", None)
    error, *others = every_column_is_declared()
    assert others == []
    assert (error.id, error.msg) == ("troth.E011", "services.Service.label has no label")


def test_so_is_that_of_another_project(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {model._meta.label: declaration for model, declaration in declarations().items()}
    address = found["account.EmailAddress"]
    assert isinstance(address, PersonalData)
    monkeypatch.delitem(address.labels, "verified")
    monkeypatch.setitem(address.labels, "old", "Old")
    unnamed, stale = every_column_is_declared()
    assert unnamed.id == "troth.E011" and "EmailAddress.verified" in unnamed.msg
    assert stale.id == "troth.E002" and stale.msg.startswith("account.EmailAddress declares old")


def test_so_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReadLimit.privacy, "called", "")
    error, *others = every_column_is_declared()
    assert others == []
    assert (error.id, error.msg) == (
        "troth.E010",
        "gates.ReadLimit does not say what it is called",
    )
