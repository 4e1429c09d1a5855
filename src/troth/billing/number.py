"""Number documents, one after the other."""

from datetime import date

from django.db import connection

from troth.billing.models import Series

_PREFIXES = {
    Series.Kind.INVOICE: "",
    Series.Kind.CREDIT_NOTE: "C",
    Series.Kind.ORDER: "O",
    Series.Kind.QUOTE: "Q",
}


def take_numbers(kind: Series.Kind, count: int, *, on: date) -> list[str]:
    """The next `count` numbers of a kind of document in the year of `on`, such as `2026-000017`.

    Whoever takes numbers waits for whoever took some before, until that is stored or taken back;
    so none is missing. They are taken as the last thing that an act does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Series._meta.db_table} AS s (kind, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (kind, year) DO UPDATE SET last = s.last + excluded.last RETURNING last""",
            [kind, on.year, count],
        )
        (last,) = cursor.fetchone()
    first = last - count + 1
    return [number_of(kind, on.year, number) for number in range(first, last + 1)]


def number_of(kind: Series.Kind, year: int, number: int) -> str:
    """How a number of a year reads on a document, such as `C2026-000017` on a credit note."""
    return f"{_PREFIXES[kind]}{year}-{number:06}"
