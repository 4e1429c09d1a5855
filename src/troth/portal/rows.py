"""Rows of tables in the words of the pages."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop

from troth.billing.models import Invoice
from troth.catalog.models import Product
from troth.core.day import day, moment_for_reader
from troth.core.money import money
from troth.core.percent import percent
from troth.gates.inputs import phone
from troth.gates.models import Acceptance
from troth.policy.countries import COUNTRIES
from troth.policy.declare import Format
from troth.policy.labels import choices_of, format_of, label
from troth.policy.placeholders import join
from troth.policy.plan import ANY
from troth.policy.vocabulary import CATEGORIES, CHANNELS, FORMS, PROOFS, RECORDS, RIGHTS

_MEANINGS: dict[str, Mapping[str, Any]] = {
    "accepted": dict(Acceptance.Way.choices),
    "country": COUNTRIES,
    "form": FORMS,
    "proof": PROOFS,
    "right": RIGHTS,
    "supply": dict(Product.Supply.choices),
}
# Words that are stored as they read in English; those of a request's state are the desk's.
_DECIDED = (
    gettext_noop("given"),
    gettext_noop("refused"),
    gettext_noop("withdrawn"),
    gettext_noop("objected"),
)


def shown(table: str, rows: Collection[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """What rows of a table hold, each value with its column's label; empty ones are left out."""
    return [
        [
            (label(table, column), _said(table, column, value, currency))
            for column, value in row.items()
            if value not in (None, "", [], "{}")  # JSON comes as it is stored
        ]
        for row, currency in zip(rows, _currencies(rows), strict=True)
    ]


def _said(table: str, column: str, value: Any, currency: str) -> str:
    choices = choices_of(table, column)
    if choices and value in choices:
        return str(choices[value])
    return in_words(format_of(table, column), value, currency)


def in_words(format: Format | None, value: Any, currency: str = "") -> str:
    """A value as the pages write it. format: that of its column. currency: of its row's amounts."""
    match format:
        case "amount":
            return money(value, currency)
        case "categories":
            return join(CATEGORIES[each].word if each in CATEGORIES else each for each in value)
        case "records":
            return join(records_on_hold(value))
        case "category":
            return CATEGORIES[value].meaning if value in CATEGORIES else str(value)
        case "channel":
            return channel_in_words(value)
        case "accepted" | "country" | "form" | "proof" | "right" | "supply":
            return str(_MEANINGS[format].get(value, value))
        case "percent":
            return percent(value)
        case "word":
            return gettext(value)
        case "phone":
            return phone.shown(value)
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime():
            return moment_for_reader(value)
        case date():
            return day(value)
        case list():
            return ", ".join(map(str, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def channel_in_words(channel: str) -> str:
    """How somebody told us something. The policy’s “this page” is not the page that is read."""
    return gettext("on a public page") if channel == "page" else CHANNELS.get(channel, channel)


def records_on_hold(records: Iterable[str]) -> list[str]:
    """What a hold covers."""
    return [gettext("everything") if each == ANY else RECORDS[each].meaning for each in records]


def _currencies(rows: Collection[Mapping[str, Any]]) -> list[str]:
    """The currency of each row's amounts. A line of an invoice has that of the invoice."""
    lines = {row["invoice_id"] for row in rows if "amount" in row and "currency" not in row}
    of_invoice: dict[Any, str] = dict(
        Invoice.objects.filter(pk__in=lines).values_list("pk", "currency")
    )
    return [row.get("currency") or of_invoice.get(row.get("invoice_id"), "") for row in rows]
