"""One customer with a long history: six tables of rows, and the person, account and membership."""

from bench import database
from troth.accounts.models import Person

# How a history is made up. A ticket has four messages.
_SHARES = {"activity": 0.4, "messages": 0.2, "invoices": 0.1, "tickets": 0.02}
_MESSAGES_OF_A_TICKET = 4
_OTHERS = 20_000  # customers with five rows each, so that no table is a subject's alone


def add_subjects(count: int, *, rows: int) -> list[Person]:
    """Load `count` people with `rows` rows each, all alike, among many other customers."""
    when = {
        "joined": "timestamptz '2020-01-01 12:00Z' + n % 1000 * interval '1 day'",
        "active": "timestamptz '2026-06-01 12:00Z' + n % 100 * interval '1 day'",
        "ended": "NULL",
        "invoiced": "timestamptz '2024-01-01 12:00Z' + n % 100 * interval '1 day'",
    }
    database.add_customers(
        1,
        _OTHERS,
        **when,
        signins=1,
        activity=1,
        messages=1,
        invoices=1,
        tickets="n % 2",
        ticket_messages=1,
    )
    shares = {kind: int(rows * share) for kind, share in _SHARES.items()}
    others = sum(shares.values()) + shares["tickets"] * _MESSAGES_OF_A_TICKET
    loaded = database.add_customers(
        _OTHERS + 1,
        _OTHERS + count,
        **when,
        signins=rows - others,
        ticket_messages=_MESSAGES_OF_A_TICKET,
        **shares,
    )
    assert loaded == count * (rows + 3), loaded
    return list(Person.objects.filter(pk__gt=database.PEOPLE_FROM + _OTHERS).order_by("pk"))
