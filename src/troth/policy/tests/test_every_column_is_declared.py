"""There is no unclassified column, in the models and in the database itself."""

from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection, models

from troth.policy import coverage
from troth.policy.coverage import every_column_is_declared
from troth.policy.declare import NoPersonalData, PersonalData, Record, declarations
from troth.services.models import SERVICE

# Django's record of its migrations has no model in the registry: id, app, name, applied.
WITHOUT_A_MODEL = {"django_migrations"}
# What else the declaration of services says.
SAID: Any = {
    "subject": "account",
    "called": "Services",
    "labels": {"kept_since": "Kept since", "kept_by": "Kept by"},
}


def test_the_platform_starts() -> None:
    assert [e for e in run_checks() if e.is_serious()] == []


def test_a_new_column_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    model = apps.get_model("services", "Service")
    columns = {field.name for field in model._meta.concrete_fields}
    narrowed = NoPersonalData(*columns.difference({"deleted_at"}))
    monkeypatch.setattr(model, "privacy", narrowed)
    error, *_rest = every_column_is_declared()
    assert error.id == "troth.E001"
    assert error.msg == "services.Service.deleted_at is in no declaration"


def test_what_a_declaration_lacks_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    model = apps.get_model("services", "Service")
    columns = [f.name for f in model._meta.concrete_fields]
    stale = PersonalData(**SAID, record=SERVICE, plain=[*columns, "old"])
    monkeypatch.setattr(model, "privacy", stale)
    assert {e.id for e in every_column_is_declared()} == {"troth.E002", "troth.E007"}
    clocks = {"moon": "started_at", "cancellation": "ended_at"}
    lacking = PersonalData(**SAID, record=SERVICE, clocks=clocks, plain=columns)
    monkeypatch.setattr(model, "privacy", lacking)
    assert {e.id for e in every_column_is_declared()} == {"troth.E003", "troth.E004", "troth.E007"}


def test_an_address_that_no_erasure_follows_fails_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apps.get_model("support", "Inquiry").privacy, "addressed", {})
    (error,) = every_column_is_declared()
    assert error.id == "troth.E009" and error.msg.startswith("support.Inquiry.email")


def test_a_record_that_is_not_written_down_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    model = apps.get_model("services", "Service")
    columns = [f.name for f in model._meta.concrete_fields]
    nonsense = Record("nonsense", "what nobody has", word="nonsense")
    other = PersonalData(**SAID, record=nonsense, plain=columns)
    monkeypatch.setattr(model, "privacy", other)
    (error,) = every_column_is_declared()
    assert (error.id, error.hint) == ("troth.E007", "Run: troth manage records")


def test_two_models_of_one_name_fail_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their rows would be written into one file of an export."""
    monkeypatch.setattr(coverage, "name_of", lambda model: model._meta.model_name[:7])
    error = next(e for e in every_column_is_declared() if "InvoiceTax" in e.msg)
    assert error.id == "troth.E006" and "billing.Invoice" in error.msg


@pytest.mark.django_db
def test_the_database_has_no_column_that_no_model_has() -> None:
    """Some tables are made by migrations that their models only describe."""
    declared = {
        (model._meta.db_table, field.column)
        for model in declarations()
        for field in model._meta.concrete_fields
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
        )
        found = {(t, c) for t, c in cursor.fetchall() if t not in WITHOUT_A_MODEL}
    assert found - declared == set()


def test_a_row_is_named_without_personal_data() -> None:
    """The admin log, error pages and logs show a row by its name."""
    for model, declaration in declarations().items():
        if isinstance(declaration, PersonalData) and model.__module__.startswith("troth."):
            row = model(**{name: _filling(model, name) for name in declaration.classified})
            assert "canary" not in str(row), model


def _filling(model: type[models.Model], name: str) -> object:
    field = model._meta.get_field(name)
    return "canary" if isinstance(field, (models.CharField, models.TextField)) else None
