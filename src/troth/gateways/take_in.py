"""Take in what a gateway tells: stored before it is believed."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CharField

from troth.gateways.gateway import Event, Gateway, What
from troth.gateways.models import Asks, GatewayEvent

_TABLE = GatewayEvent._meta.db_table


def take_in(
    gateway: str, of: Gateway, raw: bytes, headers: Mapping[str, str], *, at: datetime
) -> bool:
    """Store an event as it was delivered; whether it is new.

    The same name again changes nothing. What is signed and cannot be read waits for a person.
    Raises ForgedError for what the gateway has not signed, or signed long ago.
    """
    try:
        event = of.parse(raw, headers, at=at)
        row = _that_fits(gateway, event, raw, at=at)
        if event.what is What.OTHER:
            row.handled_at = at  # nothing that the books would have to know
            row.raw = b""  # nor is it known whom it is about
    except ValueError:
        # Nobody can read its name either; the same bytes are the same event.
        unread = Event(name=sha256(raw).hexdigest(), what=What.OTHER, at=at)
        row = event_row(gateway, unread, raw, at=at)
        row.asks = Asks.UNREADABLE
    return _insert(row)


def _that_fits(gateway: str, event: Event, raw: bytes, *, at: datetime) -> GatewayEvent:
    """An event as it is stored. Raises ValueError for one of which something cannot be.

    Without that the gateway would get an error for it, tell it again for days and then give up.
    """
    try:
        row = event_row(gateway, event, raw, at=at)
        texts = [each for each in row._meta.concrete_fields if isinstance(each, CharField)]
        said = "".join(getattr(row, each.attname) for each in texts)
        if b"\0" in said.encode():  # which also refuses half a character
            raise ValueError("a NUL, which PostgreSQL has in no text")
        row.clean_fields(exclude=["account"])
    except (TypeError, ValidationError) as error:
        raise ValueError(f"no event that fits: {type(error).__name__}") from None
    return row


def event_row(gateway: str, event: Event, raw: bytes, *, at: datetime) -> GatewayEvent:
    """An event as it is stored, not saved yet."""
    said = event.standing
    kept = event.kept or (said.kept if said else None)
    row = GatewayEvent(
        gateway=gateway,
        name=event.name[:200],
        what=event.what,
        told_at=event.at,
        received_at=at,
        raw=raw,
        reference=event.gone or event.payout or event.dispute or (said.reference if said else ""),
        answer_by=event.answer_by,
    )
    if said:
        row.payment = said.of or said.reference
        row.key, row.payee, row.outcome = said.key, said.payee, said.outcome
        row.amount, row.currency, row.fee = said.amount, said.currency, said.fee
        row.code, row.again = said.code[:60], said.again
        row.way_customer = said.customer
    if kept:
        row.way, row.way_customer, row.way_kind = kept.reference, kept.customer, kept.kind
        row.way_label, row.way_ends_on = kept.label[:80], kept.ends
    return row


def _insert(row: GatewayEvent) -> bool:
    """Whether a row was not there yet."""
    fields = [each for each in GatewayEvent._meta.concrete_fields if not each.primary_key]
    values = [each.get_db_prep_save(each.pre_save(row, True), connection) for each in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(each.column)) for each in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(_TABLE)} ({columns}) "
            f"VALUES ({', '.join(['%s'] * len(fields))}) "
            "ON CONFLICT (gateway, name) DO NOTHING",
            values,
        )
        return bool(cursor.rowcount)
