"""The buttons beside each line of the catalogue: up, down, hidden, retired and back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from troth.catalog.change import change
from troth.catalog.move import move
from troth.portal.access import me


def lined_up(request: HttpRequest, kinds: Mapping[str, QuerySet[Any]]) -> None:
    """Do what a button says, such as `up product 7`. Raises Http404 for what there is not.

    kinds: the rows that a page has such buttons for, by their kind.
    """
    what, _space, rest = request.POST.get("act", "").partition(" ")
    kind, _space, number = rest.partition(" ")
    if kind not in kinds or not number.isdecimal() or len(number) > 9:
        raise Http404
    row = get_object_or_404(kinds[kind], pk=int(number))
    who: dict[str, Any] = {"by": me(request), "at": timezone.now()}
    if what in ("up", "down"):
        move(row, up=what == "up", **who)
    elif what in ("hide", "show") and hasattr(row, "hidden"):
        row.hidden = what == "hide"
        change(row, ["hidden"], **who)
    elif what in ("retire", "bring-back") and hasattr(row, "retired_at"):
        row.retired_at = who["at"] if what == "retire" else None
        change(row, ["retired_at"], **who)
    else:
        raise Http404
