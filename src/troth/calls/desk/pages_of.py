"""Where the desk shows what calls are about."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.calls.models import Call

type Page = tuple[str, str]  # its address, and what it is called in the reader's language

_SHOWN_ALONE = {"gateways.gatewayevent": "desk_gateway_event"}


def pages_of(calls: Iterable[Call]) -> list[tuple[Call, list[Page]]]:
    """Each call with the pages of its invoice, its account, or what a gateway told; none where the
    row is gone, or is shown nowhere. One question for each kind of row."""
    every = list(calls)
    rows = defaultdict[str, set[int]](set)
    for call in every:
        rows[call.about].add(call.row)
    found = {label: _pages(label, keys) for label, keys in rows.items()}
    return [(call, found[call.about].get(call.row, [])) for call in every]


def _pages(label: str, rows: set[int]) -> dict[int, list[Page]]:
    model = apps.get_model(label)
    there = [
        name for name in ("invoice", "account") if name in {f.name for f in model._meta.fields}
    ]
    of = model._default_manager.filter(pk__in=rows).values("pk", *there)
    return {each["pk"]: [*_led_to(label, each)] for each in of}


def _led_to(label: str, row: dict[str, int | None]) -> Iterable[Page]:
    if label in _SHOWN_ALONE:
        yield reverse(_SHOWN_ALONE[label], args=[row["pk"]]), _("What the gateway told")
    if invoice := row.get("invoice"):
        yield reverse("desk_invoice", args=[invoice]), _("Invoice")
    if account := row.get("account"):
        yield (
            reverse("customer_money", args=[account]),
            _("Account %(number)s") % {"number": account},
        )
