"""What is held about a person: the values, where they come from, what for, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.accounts.owned import Subjects
from troth.copies.held import Total, latest, totals
from troth.copies.pages.sources import Purpose, purposes, source
from troth.core.day import day, day_at
from troth.policy.describe import unnamed
from troth.policy.labels import called, label
from troth.policy.language import Keep
from troth.policy.parse import Policy
from troth.policy.plan import Extract
from troth.policy.vocabulary import CATEGORIES, RECORDS
from troth.policy.why_kept import why_kept
from troth.portal.rows import shown
from troth.publishing.running import plan_of


@dataclass(frozen=True)
class Why:
    """A rule by which a record is kept: its sentence, and what it means for these rows.

    rule: empty for a record that no rule names.
    """

    rule: str
    sentence: str
    until: str


@dataclass(frozen=True)
class Held:
    """One record: how many rows, what kinds of data, and the rules by which they are kept."""

    record: str
    meaning: str
    rows: int
    categories: list[str]
    why: list[Why]


@dataclass(frozen=True)
class Kind:
    """A record's data of one category. Of a secret one, the values are shown to nobody."""

    meaning: str
    columns: list[str]
    source: Promise
    purposes: list[Purpose]
    recipients: list[str]
    secret: bool


@dataclass(frozen=True)
class Table:
    """A page of the rows of one table, each as labels with values."""

    name: str
    title: str
    count: int
    rows: list[list[tuple[str, str]]]
    after: str


def held(subjects: Subjects, policy: Policy, *, on: date) -> list[Held]:
    """Every record with rows about these subjects."""
    by_record: dict[str, list[Total]] = {}
    for total in totals(subjects, plan_of(policy).extracts):
        if total.rows:
            by_record.setdefault(total.extract.record, []).append(total)
    return [
        Held(
            record,
            RECORDS[record].meaning,
            sum(total.rows for total in by_record[record]),
            [CATEGORIES[c].meaning for c in _categories(t.extract for t in by_record[record])],
            why(record, by_record[record], policy, on=on),
        )
        for record in RECORDS
        if record in by_record
    ]


def why(record: str, of: list[Total], policy: Policy, *, on: date) -> list[Why]:
    """The rules by which a record is kept, with what they mean for its rows.

    Where no rule names it, what becomes of it then.
    """
    return [
        Why(rule, why_kept(policy, rule, record), _until(keep, of, on))
        for rule, keep in policy.tables.kept_by(record)
    ] or [Why("", unnamed(), "")]


def kinds(
    record: str, extracts: list[Extract], policy: Policy, recipients: dict[str, list[str]]
) -> list[Kind]:
    """What a record holds, by category: where it comes from, what for, and who received it."""
    return [
        Kind(
            meaning=CATEGORIES[category].meaning,
            columns=_labels(category, extracts),
            source=source(record, category, policy),
            purposes=purposes(record, category, policy),
            recipients=recipients.get(category, []),
            secret=category == "credential",
        )
        for category in _categories(extracts)
    ]


def table(subjects: Subjects, total: Total, after: str = "") -> Table | None:
    """A page of one table's rows; None for a place that there cannot be."""
    page = latest(subjects, total.extract, after)
    if page is None:
        return None
    of = total.extract
    return Table(of.name, called(of.table), total.rows, shown(of.table, page.rows), page.after)


def _categories(extracts: Iterable[Extract]) -> list[str]:
    """The categories that tables hold, in the order of the vocabulary."""
    found = set()
    for extract in extracts:
        found |= {category for _, category in extract.columns}
        found |= {"credential"} if extract.secrets else set()
    return [category for category in CATEGORIES if category in found]


def _labels(category: str, extracts: list[Extract]) -> list[str]:
    """The labels of the columns of a category."""
    labels = [
        label(extract.table, column)
        for extract in extracts
        for column, of in extract.columns
        if of == category
    ]
    return list(dict.fromkeys(labels))


def _until(keep: Keep, of: list[Total], on: date) -> str:
    """Until when these rows stay by a rule, where that can be said."""
    if keep.for_ is None or keep.from_ is None:
        return ""
    if keep.from_ == "inactivity":
        # Whoever reads this has signed in, so the clock starts today at the earliest.
        earliest = day(keep.for_.after(on))
        return _("Not before %(day)s; each sign-in postpones that day.") % {"day": earliest}
    ends = [total.clocks[keep.from_] for total in of if keep.from_ in total.clocks]
    if not ends:
        return ""
    firsts = [day_at(first) for first, _last in ends if first]
    lasts = [day_at(last) for _first, last in ends if last]
    if not firsts:
        return _("The period has not started yet.")
    first, last = keep.for_.after(min(firsts)), keep.for_.after(max(lasts))
    if first == last:
        return _("Until %(day)s.") % {"day": day(last)}
    return _("The first until %(first)s, the last until %(last)s.") % {
        "first": day(first),
        "last": day(last),
    }
