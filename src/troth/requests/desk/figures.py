"""How deadlines were kept. It is read from the journal, so erasures take nothing from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.day import day_at, start_of
from troth.core.duration import Duration
from troth.desk.access import desk_page, reads
from troth.gates.roles import PRIVACY
from troth.journal.models import Entry
from troth.publishing.running import policy_on
from troth.requests.events import ANSWERED, HANDED_OVER, REFUSED
from troth.requests.words import RIGHTS

_ANSWERED = (ANSWERED, REFUSED, HANDED_OVER)


@dataclass(frozen=True)
class Figures:
    """Requests that were answered: in time, too late, and after how many days half of them were.

    Those without a deadline are among `answered` only. days: None when there was none.
    """

    answered: int
    on_time: int
    late: int
    days: int | None

    @classmethod
    def of(cls, counts: Collection[Mapping[str, Any]]) -> "Figures":
        """From what the journal counts of each answer."""
        late = [each["late"] for each in counts if "late" in each]
        days = [each["days"] for each in counts if "days" in each]
        return cls(
            answered=len(counts),
            on_time=late.count(0),
            late=late.count(1),
            days=median_low(days) if days else None,
        )

    @property
    def percent(self) -> int | None:
        """How many of a hundred deadlines were kept; not a hundred while one was missed."""
        counted = self.on_time + self.late
        return self.on_time * 100 // counted if counted else None


def kept_deadlines(*, since: date) -> Figures:
    """The figures of the requests that were answered from a day on."""
    return Figures.of([counts for _rule, _at, counts in _answers(since)])


def _answers(since: date) -> list[tuple[str, datetime, dict[str, Any]]]:
    """The answers from a day on: by which rule, when, and what the journal counts of them."""
    start = start_of(since)
    entries = Entry.objects.filter(event__in=_ANSWERED, at__gte=start)
    return list(entries.values_list("rule", "at", "counts"))


@require_safe
@desk_page(PRIVACY)
@reads()
def figures(request: HttpRequest) -> HttpResponse:
    """This month and the last twelve, in all and by right."""
    today = day_at(timezone.now())
    tables = policy_on(today).tables
    year = Duration(12, "month").latest_start(today) or today
    answers = _answers(year)
    first = today.replace(day=1)
    words = {rule: word for rule, word, _right in tables.rights()}
    by_right: dict[str, list[Mapping[str, Any]]] = {word: [] for word in words.values()}
    for rule, _at, counts in answers:
        if word := counts.get("right") or words.get(rule):  # of a right of the law it says which
            by_right.setdefault(word, []).append(counts)
    context = {
        "month": Figures.of([counts for _rule, at, counts in answers if day_at(at) >= first]),
        "year": Figures.of([counts for _rule, _at, counts in answers]),
        "by_right": [(RIGHTS[word], Figures.of(its)) for word, its in by_right.items()],
    }
    return TemplateResponse(request, "requests/desk/figures.html", context)
