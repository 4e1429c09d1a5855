"""What is held about a person, why, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData, declarations
from troth.policy.language import Keep
from troth.policy.parse import Policy
from troth.policy.vocabulary import RECORDS
from troth.portal.wording import day, why_kept
from troth.privacy.erase import owned_accounts
from troth.privacy.models import Disclosure

Model = type[models.Model]
Subjects = dict[Model, list[int]]


@dataclass(frozen=True)
class Why:
    """A rule by which a record is kept: its sentence, and what it means for these rows."""

    rule: str
    sentence: str
    until: str


@dataclass(frozen=True)
class Held:
    """One record: how many rows, and the rules by which they are kept."""

    record: str
    meaning: str
    rows: int
    why: list[Why]


@dataclass(frozen=True)
class Received:
    """A third party that received data: what for, what, how often and when last."""

    name: str
    function: str
    categories: list[str]
    times: int
    last: date


def held(person: Person, policy: Policy, *, on: date) -> list[Held]:
    """Every record with rows about the person or the accounts that they own."""
    subjects = _subjects(person)
    found = []
    for record, tables in _roots().items():
        rows = sum(_rows(model, data, subjects).count() for model, data in tables)
        if rows:
            model, data = tables[0]
            mine = _rows(model, data, subjects)
            why = [
                Why(rule, why_kept(policy, rule, record), _until(keep, data, mine, on))
                for rule, keep in policy.tables.kept_by(record)
            ]
            found.append(Held(record, RECORDS[record].meaning, rows, why))
    return found


def received(person: Person, policy: Policy) -> list[Received]:
    """Every third party that was given data about the person or the accounts that they own."""
    rows = _rows(Disclosure, Disclosure.privacy, _subjects(person))
    found = rows.order_by().values("recipient").annotate(times=Count("pk"), last=Max("at"))
    parties = []
    for row in found.order_by("recipient"):
        share = policy.tables.share.get(row["recipient"])
        lists = rows.filter(recipient=row["recipient"]).values_list("categories", flat=True)
        parties.append(
            Received(
                name=share.name if share else row["recipient"],
                function=share.function if share else "",
                categories=sorted({c.replace("_", " ") for c in set().union(*lists)}),
                times=row["times"],
                last=row["last"].date(),
            )
        )
    return parties


def _subjects(person: Person) -> Subjects:
    return {Account: owned_accounts(person), Person: [person.pk]}


def _roots() -> dict[str, list[tuple[Model, PersonalData]]]:
    """The tables that count as a record: those nearest to the subject, not their parts."""
    near: dict[str, list[tuple[int, Model, PersonalData]]] = {}
    for model, data in declarations().items():
        if isinstance(data, PersonalData) and data.subjects:
            far = 0 if data.is_subject else min(s.count("__") + 1 for s in data.subjects)
            near.setdefault(data.record, []).append((far, model, data))
    order = {record: place for place, record in enumerate(RECORDS)}
    return {
        record: [(model, data) for far, model, data in tables if far == min(t[0] for t in tables)]
        for record, tables in sorted(near.items(), key=lambda item: order[item[0]])
    }


def _rows(model: Any, data: PersonalData, subjects: Subjects) -> models.QuerySet[Any]:
    """The rows of a table that are about these subjects."""
    mine = Q(pk__in=[])
    for lookup in data.subjects:
        if data.is_subject:
            mine |= Q(pk__in=subjects[model])
        else:
            mine |= Q(**{f"{lookup}__in": subjects[_target(model, lookup)]})
    rows: models.QuerySet[Any] = model._default_manager.filter(mine)
    return rows


def _target(model: Model, lookup: str) -> Model:
    for name in lookup.split("__"):
        field: Any = model._meta.get_field(name)
        model = field.related_model
    return model


def _until(keep: Keep, data: PersonalData, rows: models.QuerySet[Any], on: date) -> str:
    """Until when these rows stay by a rule, where that can be said."""
    if keep.for_ is None or keep.from_ is None:
        return ""
    if keep.from_ == "inactivity":
        # Whoever reads this has signed in, so the clock starts today at the earliest.
        earliest = day(keep.for_.after(on))
        return _("Not before %(day)s; each sign-in moves that day on.") % {"day": earliest}
    clock = data.clocks.get(keep.from_)
    if clock is None:
        return ""
    ends = rows.aggregate(first=Min(clock), last=Max(clock))
    if ends["first"] is None:
        return _("The time has not started to run.")
    first, last = (keep.for_.after(ends[end].date()) for end in ("first", "last"))
    if first == last:
        return _("Until %(day)s.") % {"day": day(last)}
    return _("The first until %(first)s, the last until %(last)s.") % {
        "first": day(first),
        "last": day(last),
    }
