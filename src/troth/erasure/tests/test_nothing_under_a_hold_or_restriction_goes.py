from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from troth.accounts.models import Account
from troth.billing.models import Invoice, InvoiceLine, Payment
from troth.erasure.keep import keep
from troth.policy.shipped import shipped
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.history import Life, histories, play, sweep_days
from troth.testing.snapshot import Snapshot, snapshot

pytestmark = pytest.mark.django_db

PATHS: dict[str, list[tuple[Any, str]]] = {
    "invoice": [(Invoice, "account"), (InvoiceLine, "invoice__account")],
    "payment": [(Payment, "account")],
    "ticket": [(Ticket, "account"), (TicketMessage, "ticket__account")],
}


def protected(accounts: list[Account], history: list[Life], all_rows: Snapshot) -> Snapshot:
    """The checksums of the rows that a hold or a restriction covers.

    An account itself stays, and may learn until when it was active as other rows go.
    """
    rows = set()
    for account, life in zip(accounts, history, strict=True):
        covered = (
            set(PATHS) if life.restricted or "*" in life.on_hold else set(life.on_hold) & set(PATHS)
        )
        if life.restricted or life.on_hold:
            rows.add((Account._meta.db_table, account.pk))
        for record in covered:
            for model, path in PATHS[record]:
                keys = model.objects.filter(**{path: account.pk}).values_list("pk", flat=True)
                rows |= {(model._meta.db_table, key) for key in keys}
    return {row: all_rows[row] for row in rows}


@pytest.mark.parametrize("name", shipped())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories, on=sweep_days)
def test_covered_rows_are_as_they_were(name: str, history: list[Life], on: date) -> None:
    with transaction.atomic():
        make.in_force(name)
        accounts = play(history)
        before = protected(accounts, history, snapshot())

        keep(on=on, at=make.NOW)

        after = snapshot()
        assert before.keys() <= after.keys()
        table = Account._meta.db_table
        rows = {row for row in before if row[0] != table}
        assert {row: after[row] for row in rows} == {row: before[row] for row in rows}
        transaction.set_rollback(True)
