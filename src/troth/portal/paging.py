"""Long lists a page at a time, mostly the newest first, and what is searched for in them.

A page begins after a row, not after a number of rows: the thousandth costs what the first does,
and none shifts while rows are added.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from troth.core.text import straight

PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Listing[Row: Model]:
    """A page of a list. `newer` and `older` are the places where the next ones begin, or empty."""

    rows: list[Row]
    newer: str
    older: str
    query: str


def listing[Row: Model](
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    by: str,
    search: tuple[str, ...] = (),
    oldest_first: bool = False,
) -> Listing[Row]:
    """The page of `rows` that a request asks for, in the order of the moment `by`.

    `?q=` keeps those with the text in one of the columns `search`; `?older=` and `?newer=` name
    the place to go on from. Raises Http404 for a place that there cannot be.
    """
    query = straight(request.GET.get("q", "")).strip()[:100] if search else ""
    if query:
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": query}) for name in search)))
    older, newer = request.GET.get("older"), request.GET.get("newer")
    rises = bool(newer) or (oldest_first and not older)
    if newer:
        rows = rows.filter(_beyond(newer, by, "gt"))
    elif older:
        rows = rows.filter(_beyond(older, by, "lt"))
    found = list(rows.order_by(*((by, "pk") if rises else (f"-{by}", "-pk")))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if rises:
        found.reverse()
    return Listing(
        rows=found[::-1] if oldest_first else found,
        newer=_place(found[0], by) if found and (more if rises else older) else "",
        older=_place(found[-1], by) if found and (newer if rises else more) else "",
        query=query,
    )


def _place(row: Model, by: str) -> str:
    """The place of a row in the order: its moment in microseconds, and its key."""
    return f"{(getattr(row, by) - _EPOCH) // timedelta(microseconds=1)}-{row.pk}"


def _beyond(place: str, by: str, way: str) -> Q:
    """What lies beyond a place. Raises Http404."""
    match = re.fullmatch(r"(\d{1,16})-(\d{1,18})", place, re.ASCII)
    if match is None:
        raise Http404
    moment = _EPOCH + timedelta(microseconds=int(match[1]))
    beyond: dict[str, Any] = {f"{by}__{way}": moment}
    beside: dict[str, Any] = {by: moment, f"pk__{way}": int(match[2])}
    # The first condition is one that an index can begin at.
    return Q(**{f"{by}__{way}e": moment}) & (Q(**beyond) | Q(**beside))
