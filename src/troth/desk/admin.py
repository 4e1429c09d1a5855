"""Every record in the admin, from the declarations: no model has a class of its own here."""

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

from django.contrib.admin import display
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from unfold.admin import ModelAdmin

from troth.accounts.models import Account, Person
from troth.billing.models import InvoiceLine, InvoiceTax
from troth.desk.reason import opened
from troth.desk.site import site
from troth.desk.values import for_staff
from troth.gates.read import may_read
from troth.policy.declare import Format, PersonalData, declarations
from troth.portal.access import me
from troth.portal.rows import in_words
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

_LISTED = 8  # columns; a row's own page has them all

Shown = str | Callable[[models.Model], str | None]  # the name of a column, or a function of a row


class DeclaredAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """A model's rows, by its declaration.

    A list shows whose, when and in which state, but no personal data: that would be a look at
    many people at once, which no reason covers and no customer finds in their activity. A row's
    page shows what the role reads, through the gate. Nothing is changed, deleted or exported
    here: verbs do that.
    """

    actions = None
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    declared: PersonalData

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role reads anything of what the model holds."""
        return bool(self._reads(request))

    def get_list_display(self, request: HttpRequest) -> list[Shown]:
        return ["__str__", *map(self._shown, self._columns(())[:_LISTED])]

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        return ["invoice"] if self.model in (InvoiceLine, InvoiceTax) else []

    def get_list_filter(self, request: HttpRequest) -> list[str]:
        every = {field.name: field for field in self.model._meta.concrete_fields}
        return [
            name
            for name in self._columns(())
            if every[name].choices or isinstance(every[name], models.BooleanField)
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The filters that are offered, and no other: an address could ask for any column."""
        return lookup.partition("__")[0] in self.get_list_filter(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Shown]:
        return [self._shown(column) for column in self._columns(self._reads(request))]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """The rows, under the name that staff have for them."""
        title = {"title": self.declared.staff_call_it}
        with behind_desk(()):
            return _rendered(super().changelist_view(request, title | (extra_context or {})))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """A row, once the gate has opened for everybody whom it is about."""
        row = self.get_object(request, object_id)
        if row is not None and (reads := self._reads(request)):
            for subject in _subjects(row, self.declared):
                if to := opened(request, subject, reads):
                    return to
        with behind_desk(self._reads(request)):
            return _rendered(super().change_view(request, object_id, form_url, extra_context))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        """None: the journal and the customer's activity say what was done."""
        raise Http404

    def _reads(self, request: HttpRequest) -> list[str]:
        """The categories of the model that the role reads."""
        reads = may_read(me(request), policy_on(timezone.now())) - {"credential"}
        return [category for category in self.declared.categories if category in reads]

    def _shown(self, column: str) -> Shown:
        """How a column is shown: by Django, where it reads as it is stored."""
        format = self.declared.formats.get(column)
        return _in_words(self.model, column, format) if format else column

    def _columns(self, reads: Collection[str]) -> list[str]:
        """The columns that may be shown to who reads these categories; never a secret or a file."""
        hidden = {*self.declared.files, *(self.declared.kept or ())}
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if not field.primary_key
            and field.name not in hidden
            and self.declared.classified.get(field.name, "plain") in ("plain", *reads)
        ]


@cache
def _in_words(model: type[models.Model], column: str, format: Format) -> Shown:
    """A column in the words that our own pages use."""

    @display(ordering=column, description=model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    def shown(row: Any) -> str | None:
        value = for_staff(format, getattr(row, column))
        if value in (None, "", []):
            return None
        priced = row.invoice if isinstance(row, InvoiceLine | InvoiceTax) else row
        return in_words(format, value, getattr(priced, "currency", ""))

    shown.__name__ = column
    return shown


def _rendered(page: HttpResponseBase) -> HttpResponseBase:
    """A page that has asked for all that it shows."""
    return page.render() if isinstance(page, SimpleTemplateResponse) else page


def _subjects(row: models.Model, declared: PersonalData) -> Iterator[Account | Person]:
    """Everybody whom a row is about."""
    for path in declared.subjects:
        found: Any = row
        for name in () if declared.is_subject else path.split("__"):
            found = found and getattr(found, name)
        if found:
            yield found


for model, declaration in declarations().items():
    # Of other projects' tables nothing concerns staff, and sessions are secrets.
    ours = model.__module__.startswith("troth.") and not model._meta.auto_created
    if ours and isinstance(declaration, PersonalData) and declaration.record != "session":
        site.register(model, DeclaredAdmin, declared=declaration)
