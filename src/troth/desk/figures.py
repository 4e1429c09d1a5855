"""How deadlines were kept. It is read from the journal, so erasures take nothing from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from statistics import median_low

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.core.duration import Duration
from troth.desk.access import desk_page
from troth.desk.words import RIGHTS
from troth.journal.models import Entry
from troth.privacy.running import policy_on

_ANSWERED = ("request.answered", "request.refused", "request.handed_over")


@dataclass(frozen=True)
class Figures:
    """Requests that were answered: in time, too late, and after how many days half of them were.

    Those without a deadline are among `answered` only. days: None when there was none.
    """

    answered: int
    on_time: int
    late: int
    days: int | None

    @property
    def percent(self) -> int | None:
        """How many of a hundred deadlines were kept; not a hundred while one was missed."""
        counted = self.on_time + self.late
        return self.on_time * 100 // counted if counted else None


def kept_deadlines(*, since: date, rules: set[str] | None = None) -> Figures:
    """The figures of the requests that were answered from a day on, of all rules or of some."""
    start = datetime.combine(since, time(), UTC)
    entries = Entry.objects.filter(event__in=_ANSWERED, at__gte=start)
    if rules is not None:
        entries = entries.filter(rule__in=rules)
    counts = list(entries.values_list("counts", flat=True))
    late = [each["late"] for each in counts if "late" in each]
    days = [each["days"] for each in counts if "days" in each]
    return Figures(
        answered=len(counts),
        on_time=late.count(0),
        late=late.count(1),
        days=median_low(days) if days else None,
    )


@require_safe
@desk_page("privacy")
def figures(request: HttpRequest) -> HttpResponse:
    """This month and the last twelve, in all and by right."""
    today = timezone.now().date()
    tables = policy_on(today).tables
    year = Duration(12, "month").latest_start(today) or today
    by_right: dict[str, set[str]] = {}
    for name, right in tables.right.items():
        by_right.setdefault(right.right or name, set()).add(f"right.{name}")
    context = {
        "month": kept_deadlines(since=today.replace(day=1)),
        "year": kept_deadlines(since=year),
        "by_right": [
            (RIGHTS[word], kept_deadlines(since=year, rules=rules))
            for word, rules in by_right.items()
        ],
    }
    return render(request, "desk/figures.html", context)
