"""One customer with a long history: twelve tables of rows, beside person, account, membership.

Of a person and of an account there are two rows: their own, and the subject's behind it.
"""

from bench import database
from troth.accounts.models import Person

# How a history is made up. A ticket has four messages; what an invoice has, `KINDS` says.
_SHARES = {"activity": 0.3, "messages": 0.15, "invoices": 0.04, "tickets": 0.02}
_MESSAGES_OF_A_TICKET = 4
_ROWS_OF_AN_INVOICE = 8
_MOMENTS = {
    "joined": "timestamptz '2020-01-01 12:00Z' + n % 1000 * interval '1 day'",
    "active": "timestamptz '2026-06-01 12:00Z' + n % 100 * interval '1 day'",
    "ended": "NULL",
    "invoiced": "timestamptz '2024-01-01 12:00Z' + n % 100 * interval '1 day'",
}
OTHERS = 20_000  # other customers of a few rows each, so that no table is a subject's alone


def add_subjects(count: int, *, rows: int) -> list[Person]:
    """Load `count` people with `rows` rows each, all alike, among many other customers."""
    of_others = dict.fromkeys(("signins", "activity", "messages", "invoices", "tickets"), 1)
    database.add_customers(1, OTHERS, moments=_MOMENTS, rows={**of_others, "ticket_messages": 1})
    history = {kind: int(rows * share) for kind, share in _SHARES.items()}
    parts = history["tickets"] * _MESSAGES_OF_A_TICKET
    parts += history["invoices"] * (_ROWS_OF_AN_INVOICE - 1)
    history["signins"] = rows - sum(history.values()) - parts
    history["ticket_messages"] = _MESSAGES_OF_A_TICKET
    loaded = database.add_customers(OTHERS + 1, OTHERS + count, moments=_MOMENTS, rows=history)
    assert loaded == count * (rows + 5), loaded
    return list(Person.objects.filter(pk__gt=database.PEOPLE_FROM + OTHERS).order_by("pk"))
