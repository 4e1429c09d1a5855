"""A sweep finds what is due by an index, whatever clock a policy counts from."""

import pytest
from django.apps import apps
from django.db import models

from troth.core.query import query
from troth.policy.indexes import every_clock_has_an_index
from troth.policy.tables import schema


def test_a_clock_without_an_index_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    service = apps.get_model("services", "Service")
    assert every_clock_has_an_index() == []
    others = [
        i for i in service._meta.indexes if i.name not in ("service_started", "service_ended")
    ]
    monkeypatch.setattr(service._meta, "indexes", others)
    started, ended = every_clock_has_an_index()
    assert started.id == "troth.E008"
    assert started.msg == (
        "services.Service.started_at starts a clock and has no index for rows that are erased"
    )
    assert started.hint == 'Add to Meta.indexes: Index(fields=["started_at"], name=...)'
    # A clock that may not have started needs no index of the rows in which it has not.
    assert "condition=Q(ended_at__isnull=False)" in str(ended.hint)


def test_what_is_emptied_and_what_is_erased_have_an_index_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invoice = apps.get_model("billing", "Invoice")
    every = list(invoice._meta.indexes)
    for name, rule in {"invoice_issued_left": "emptied", "invoice_issued_ever": "erased"}.items():
        monkeypatch.setattr(invoice._meta, "indexes", [i for i in every if i.name != name])
        (error,) = every_clock_has_an_index()
        assert error.msg.endswith(f"has no index for rows that are {rule}")


def test_an_index_of_other_rows_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = apps.get_model("support", "Ticket")
    open_ones = models.Index(
        fields=["opened_at"], condition=models.Q(closed_at__isnull=True), name="ticket_opened"
    )
    others = [i for i in ticket._meta.indexes if i.name != "ticket_opened"]
    monkeypatch.setattr(ticket._meta, "indexes", [*others, open_ones])
    (error,) = every_clock_has_an_index()
    assert "support.Ticket.opened_at" in error.msg


@pytest.mark.django_db
def test_the_database_has_an_index_for_each_clock() -> None:
    """Some tables are of others, whose models do not know of the index that we make."""
    found = query("""
        SELECT DISTINCT c.relname, a.attname
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE i.indisvalid
    """)
    clocks = {
        (table.name, column) for table in schema().roots for _word, column, _late in table.clocks
    }
    assert clocks - {(table, column) for table, column in found} == set()
