"""What a removal did or would do, counted by record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from troth.core.day import day_at
from troth.policy.plan import Ends, Step

DONE = ("erased", "addressed", "depersonalised", "unlinked")  # what rows lose something for good by


def last_day(ends: Sequence[Ends], starts: Sequence[datetime | None]) -> date | None:
    """The last day of a row whose `ends` count from these moments: the first to come ends it."""
    found = [_last(end, day_at(at)) for end, at in zip(ends, starts, strict=True) if at]
    return min(found, default=None)


def _last(end: Ends, start: date) -> date:
    """A duty to keep lasts through its last day; a promise to delete is kept on it."""
    day = end.length.after(start)
    return day if end.beyond or day == date.max else day - timedelta(days=1)


@dataclass
class Stay:
    """Rows that remain: by which rule, and until which day the last of them.

    keys: of those rows, where they were looked up; one that two subjects leave behind is one.
    """

    rows: int
    rule: str
    until: date | None
    keys: frozenset[Any] = frozenset()


@dataclass
class Tally:
    """Rows by record: erased, depersonalised, unlinked from a person, and those that stay.

    addressed: those erased that named somebody by their e-mail address alone.
    left: the keys of people who lose the access to an account that somebody else owns.
    on_hold: records of which a hold kept rows. unnamed: those among the erased of which no rule of
    the policy says how long they are kept, so that they went with whom they were about.
    """

    erased: Counter[str] = field(default_factory=Counter)
    addressed: Counter[str] = field(default_factory=Counter)
    depersonalised: Counter[str] = field(default_factory=Counter)
    unlinked: Counter[str] = field(default_factory=Counter)
    stays: dict[str, Stay] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    on_hold: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)

    def add(
        self, step: Step, rows: int, until: date | None = None, keys: frozenset[Any] = frozenset()
    ) -> None:
        """Count what one step found.

        until: the last day on which rows that stay are there. keys: theirs, where known.
        """
        if not rows or not step.counts:
            return
        match step.outcome:
            case "erase":
                found = self.addressed if step.address else self.erased
                found[step.record] += rows
                self.unnamed |= set() if step.rule else {step.record}
            case "depersonalise":
                self.depersonalised[step.record] += rows
            case "unlink":
                self.unlinked[step.record] += rows
            case "stay":
                self._stay(step.record, Stay(rows, step.rule, until, keys))

    def __iadd__(self, other: "Tally") -> "Tally":
        self.erased += other.erased
        self.addressed += other.addressed
        self.depersonalised += other.depersonalised
        self.unlinked += other.unlinked
        self.left |= other.left
        self.on_hold |= other.on_hold
        self.unnamed |= other.unnamed
        for record, stay in other.stays.items():
            self._stay(record, stay)
        return self

    def _stay(self, record: str, stay: Stay) -> None:
        """Add rows that stay; the last day of all of them counts."""
        known = self.stays.get(record, Stay(0, stay.rule, None))
        until = max(filter(None, (stay.until, known.until)), default=None)
        rows = known.rows + stay.rows - len(known.keys & stay.keys)
        self.stays[record] = Stay(rows, stay.rule, until, known.keys | stay.keys)

    @property
    def removed(self) -> int:
        """Rows that lost something for good."""
        return sum(sum(getattr(self, name).values()) for name in DONE)

    def as_counts(self) -> dict[str, Any]:
        """For the journal: record names, whole numbers, rule ids and dates; never data."""
        counts: dict[str, Any] = {}
        for name in DONE:
            if found := getattr(self, name):
                counts[name] = dict(sorted(found.items()))
        if self.stays:
            counts["stays"] = {
                record: {"rows": stay.rows, "rule": stay.rule}
                | ({"until": stay.until.isoformat()} if stay.until else {})
                for record, stay in sorted(self.stays.items())
            }
        if self.left:
            counts["left"] = len(self.left)
        if self.on_hold:
            counts["on_hold"] = sorted(self.on_hold)
        if self.unnamed:
            counts["unnamed"] = sorted(self.unnamed)
        return counts


def on_hold_in(counts: Mapping[str, Any]) -> list[str]:
    """The records of which a hold kept rows, from the counts of an entry of the journal."""
    # Entries of 0.1.0 call them `held`.
    found: list[str] = counts.get("on_hold", counts.get("held", []))
    return found
