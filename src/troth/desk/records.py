"""The records: the rows of every table about people, to read, from the tables' declarations."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Account, Person, Subject
from troth.core.number import number_in
from troth.desk.access import desk_page
from troth.desk.reason import opened, subject_of
from troth.desk.values import for_staff
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.policy.declare import PersonalData, declarations
from troth.policy.labels import label
from troth.policy.tables import Model, held_fields, table_of
from troth.policy.vocabulary import RECORDS
from troth.portal.access import me
from troth.portal.rows import shown
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

_LISTED = 50  # rows of a page
_COLUMNS = 8  # of a list; a row's own page has them all


class FindForm(forms.Form):
    """A row by what says nothing about a person."""

    find = Line(
        label=_("Find"),
        help_text=_(
            "The number of the row, of an account or a person; or how a value in these columns "
            "begins."
        ),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_safe
@desk_page()
def records(request: HttpRequest) -> HttpResponseBase:
    """The tables of which the role reads something, by the word that the policy has for them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for model, declared in _listed().items():
        if _reads(request, declared):
            meaning = str(RECORDS[declared.record].meaning)
            found.setdefault(meaning, []).append((table_of(model), str(declared.staff_call_it)))
    groups = [
        (meaning, sorted(tables, key=lambda each: each[1])) for meaning, tables in found.items()
    ]
    return render(request, "desk/records.html", {"groups": sorted(groups)})


# What is looked for goes by POST: somebody may type a name.
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def rows(request: HttpRequest, table: str) -> HttpResponseBase:
    """The rows of a table, the latest first; `?after=1234` goes on, `?state=open` is a filter.

    A list shows whose, when and in which state, but no personal data: that would be a look at
    many people at once, which no reason covers and no customer finds in their activity.
    """
    model, declared = _table(request, table)
    fields = _fields(model, declared, ())
    find = FindForm(request.POST if request.method == "POST" else None)
    filters = _filters(fields, request.GET)
    test = _chosen(filters)
    after = request.GET.get("after", "")
    if find.is_valid():
        test = _named(model, fields, find.cleaned_data["find"])
    elif after:
        test &= Q(pk__lt=_key(model, after))
    # Behind the wall a table would be read as a whole to know which rows come last.
    latest = model._default_manager.filter(test).order_by("-pk").values_list("pk", flat=True)
    keys = list(latest[: _LISTED + 1])
    with behind_desk(()):
        of_page = model._default_manager.filter(pk__in=keys[:_LISTED]).order_by("-pk")
        page = list(of_page.values("pk", *(field.name for field in fields)))
        said = shown(table, [_said(fields, declared, row) for row in page])
    if find.is_valid() and not page:
        find.add_error("find", _("No row is like that."))
    labels = [label(table, field.column) for field in fields[:_COLUMNS]]
    context = {
        "table": table,
        "title": declared.staff_call_it,
        "find": find,
        "filters": filters,
        "labels": labels,
        "rows": [
            (row["pk"], [dict(values).get(each, "") for each in labels])
            for row, values in zip(page, said, strict=True)
        ],
        "more": keys[_LISTED - 1] if len(keys) > _LISTED else "",
        "going_on": bool(after),
    }
    return render(request, "desk/rows.html", context)


@require_safe
@desk_page()
def row(request: HttpRequest, table: str, key: str) -> HttpResponseBase:
    """A row as far as the role reads it, once the gate has opened for everybody it is about."""
    model, declared = _table(request, table)
    found = model._default_manager.filter(pk=_key(model, key)).first()
    if found is None:
        raise Http404
    reads, subjects = _reads(request, declared), list(_subjects(found, declared))
    for subject in subjects:
        if to := opened(request, subject, reads):
            return to
    fields = _fields(model, declared, reads)
    with behind_desk(reads):
        values = model._default_manager.filter(pk=found.pk).values(*(each.name for each in fields))
        said = shown(table, [_said(fields, declared, each) for each in values])
    context = {
        "table": table,
        "title": declared.staff_call_it,
        "key": found.pk,
        "row": said[0] if said else [],
        "subjects": [
            ("account" if isinstance(each, Account) else "person", each.pk) for each in subjects
        ],
    }
    return render(request, "desk/row.html", context)


def _listed() -> dict[Model, PersonalData]:
    """The tables that concern staff: of other projects' nothing does, and sessions are secrets."""
    return {
        model: declared
        for model, declared in declarations().items()
        if isinstance(declared, PersonalData)
        and model.__module__.startswith("troth.")
        and not model._meta.auto_created
        and declared.record != "session"
    }


def _table(request: HttpRequest, table: str) -> tuple[Model, PersonalData]:
    """The model of a table of which the role reads something. Raises Http404, PermissionDenied."""
    for model, declared in _listed().items():
        if table_of(model) == table:
            if not _reads(request, declared):
                raise PermissionDenied
            return model, declared
    raise Http404


def _reads(request: HttpRequest, declared: PersonalData) -> list[str]:
    """The categories of a table that the role reads."""
    reads = may_read(me(request), policy_on(timezone.now())) - {"credential"}
    return [category for category in declared.categories if category in reads]


def _fields(model: Model, declared: PersonalData, reads: Collection[str]) -> list[Any]:
    """The columns that may be shown to who reads these categories; never a secret or a file."""
    return [
        field
        for field in held_fields(model, declared)
        if not field.primary_key
        and field.name not in declared.files
        and declared.classified.get(field.name, "plain") in ("plain", *reads)
    ]


def _said(fields: list[Any], declared: PersonalData, row: dict[str, Any]) -> dict[str, Any]:
    """A row by its columns, with what staff read in place of a stored value."""
    return {
        field.column: for_staff(declared.formats.get(field.name), row[field.name])
        for field in fields
    }


def _filters(fields: list[Any], chosen: Any) -> forms.Form:
    """What a list can be narrowed to: the columns of few values."""
    form = forms.Form(chosen)
    for field in fields:
        choices: list[tuple[str, Any]] = []
        if isinstance(field, models.BooleanField):
            choices = [("True", _("yes")), ("False", _("no"))]
        elif field.choices:
            choices = [(str(value), words) for value, words in field.flatchoices]
        if choices:
            form.fields[field.name] = forms.ChoiceField(
                label=label(table_of(field.model), field.column).capitalize(),
                required=False,
                choices=[("", _("any")), *choices],
            )
    return form


def _chosen(filters: forms.Form) -> Q:
    """The filters as a condition; a choice that there is not is none."""
    filters.full_clean()
    chosen = getattr(filters, "cleaned_data", {})
    return Q(**{name: value for name, value in chosen.items() if value})


def _named(model: Model, fields: list[Any], typed: str) -> Q:
    """Rows with a number, or with a value that begins as typed, in columns that are no one's."""
    test, number = Q(pk__in=[]), number_in(typed.lstrip("#"))
    if number is not None:
        if isinstance(model._meta.pk, models.IntegerField | models.OneToOneField):
            test |= Q(pk=number)
        keys = (each for each in fields if isinstance(each, models.ForeignKey))
        for key in keys:
            test |= Q(**{key.attname: number})
    for field in fields:
        if isinstance(field, models.CharField) and not field.choices:
            test |= Q(**{f"{field.name}__istartswith": typed})
    return test


def _key(model: Model, written: str) -> Any:
    """The key of a row as an address has it. Raises Http404."""
    key: Any = model._meta.pk
    while key.remote_field:
        key = key.target_field
    try:
        value = key.to_python(written)
        key.run_validators(value)
    except ValidationError:
        raise Http404 from None
    return value


def _subjects(row: models.Model, declared: PersonalData) -> Iterator[Account | Person]:
    """Everybody whom a row is about."""
    for path in declared.subjects:
        found: Any = row
        for name in () if declared.is_subject else path.split("__"):
            found = found and getattr(found, name)
        if found:
            # What may be about either refers to what stands behind both.
            yield subject_of(found.kind, found.pk) if type(found) is Subject else found
