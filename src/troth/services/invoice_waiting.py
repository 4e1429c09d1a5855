"""Invoice the charges of accounts that wait for it, such as for the answer about a VAT number."""

from datetime import datetime

from django.db import connection

from troth.accounts.locked import lock_accounts
from troth.billing.issue import issue_staged, stage
from troth.billing.treat import Untreated
from troth.core.conflicts import act
from troth.core.day import day_at

# A chunk is a few rows of each table, and of what is staged the planner knows nothing: it would
# read tables of some thousand rows whole, each time.
_READ_BY_INDEX = "SET LOCAL random_page_cost = 1"
_STAGE = """
    INSERT INTO staged_line
    (account_id, currency, position, product, description, supply, quantity, price, discount,
     amount, starts, ends, source, supplied_on)
    SELECT account_id, currency, service_id, product, description, supply, quantity, price,
        discount, amount, starts, ends, id, coalesce(starts, %(today)s)
    FROM services_charge WHERE line_id IS NULL AND account_id = ANY(%(accounts)s)
    ORDER BY service_id, starts, id
"""
_TAKEN = """
    UPDATE services_charge c SET line_id = l.id FROM staged_line l
    WHERE c.id = l.source AND c.line_id IS NULL
"""
# What was charged for a period just now, and is on no invoice after all.
_WAITS = """
    UPDATE services_charge c SET line_id = NULL
    WHERE c.account_id = ANY(%(accounts)s) AND c.line_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM billing_invoiceline l WHERE l.id = c.line_id)
"""


@act
def invoice_waiting(accounts: list[int], *, at: datetime) -> None:
    """Issue and mail what can be taxed by now; the rest waits on."""
    if waited := stage_waiting(accounts, at=at):
        issue_charges(waited, at=at)


def stage_waiting(accounts: list[int], *, at: datetime) -> int:
    """Lock accounts, and stage their charges that wait, in the caller's transaction; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_BY_INDEX)
        lock_accounts(accounts)
        stage()
        cursor.execute(_STAGE, {"accounts": accounts, "today": day_at(at)})
        return int(cursor.rowcount)


def issue_charges(waited: int, *, at: datetime) -> tuple[Untreated, ...]:
    """Invoice the charges that are staged.

    waited: how many of these had waited. Which accounts cannot be taxed yet, each with why.
    """
    untreated = issue_staged(at=at).untreated
    with connection.cursor() as cursor:
        if waited:
            cursor.execute(_TAKEN)
        if untreated:
            cursor.execute(_WAITS, {"accounts": [each.account for each in untreated]})
    return untreated
