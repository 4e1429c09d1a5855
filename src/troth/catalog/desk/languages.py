"""The catalogue in the other languages of this installation, and what is missing of each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.catalog.desk.forms import refuse_unknown
from troth.catalog.models import Choice, Group, Option, Product
from troth.catalog.said import Spoken
from troth.catalog.translate import translate
from troth.core.conflicts import act
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.portal.access import me
from troth.publishing.running import policy_on

# What a product is shown with, by one query for each kind of row.
_WITH = ("options", "options__choices")
_KINDS = {Option: gettext_lazy("Option"), Choice: gettext_lazy("Choice")}


class WordsForm(Form):
    """A field for each text of some rows, beside what it says in the provider's language."""

    def __init__(self, rows: Iterable[Spoken], language: str, data: Any = None) -> None:
        super().__init__(data)
        self.texts: list[tuple[str, Spoken, str]] = []
        for row in rows:
            for column in (each for each in row.TEXTS if getattr(row, each)):
                name = f"{row._meta.model_name}_{row.pk}_{column}"
                self.texts.append((name, row, column))
                self.fields[name] = _field(row, column, language)

    def clean(self) -> dict[str, Any]:
        """A message that welcomes holds what can be told alone."""
        told = super().clean()
        for name, _row, column in self.texts:
            if column == "welcome" and told.get(name):
                try:
                    refuse_unknown(told[name])
                except ValidationError as wrong:
                    self.add_error(name, wrong)
        return told

    @act
    def store(self, language: str, **who: Any) -> None:
        """Store what was typed, row by row."""
        for row in {id(row): row for _name, row, _column in self.texts}.values():
            texts = {c: self.cleaned_data[name] for name, each, c in self.texts if each is row}
            translate(row, language, texts, **who)


@require_safe
@desk_page("billing")
def language(request: HttpRequest, language: str) -> HttpResponse:
    """Groups with their products, and how many texts of each are missing in a language."""
    groups = Group.objects.prefetch_related(*(f"products__{each}" for each in _WITH))
    context = {
        "language": _named(language),
        "code": language,
        "groups": [
            (
                group,
                len(group.missing(language)),
                [(each, _missing(each, language)) for each in group.products.all()],
            )
            for group in groups
        ],
    }
    return render(request, "catalog/desk/language.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def words_of_group(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The texts of a group in a language."""
    return _words(request, language, [get_object_or_404(Group, pk=number)])


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def words_of_product(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The texts of a product in a language, with those of what can be chosen of it."""
    found = get_object_or_404(Product.objects.prefetch_related(*_WITH), pk=number)
    return _words(request, language, _rows(found))


def languages() -> list[tuple[str, str]]:
    """The languages besides the provider's, with their names in the reader's."""
    own = policy_on(timezone.now()).tables.policy.language
    others = [code for code, _name in settings.LANGUAGES if code != own]
    return [(code, get_language_info(code)["name_translated"]) for code in others]


def missing_by_language() -> list[tuple[str, str, int]]:
    """Each of these languages with its name, and how many texts it lacks."""
    products = Product.objects.prefetch_related(*_WITH)
    rows = [*Group.objects.all(), *(row for each in products for row in _rows(each))]
    return [(code, name, sum(len(row.missing(code)) for row in rows)) for code, name in languages()]


def _words(request: HttpRequest, language: str, rows: list[Spoken]) -> HttpResponse:
    name = _named(language)
    form = WordsForm(rows, language, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.store(language, by=me(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("catalogue_language", language)
    context = {"form": form, "row": rows[0], "language": name, "code": language}
    return render(request, "catalog/desk/words.html", context)


def _named(language: str) -> str:
    """What a language is called. Raises Http404 for one that the catalogue is not had in."""
    if language not in (found := dict(languages())):
        raise Http404
    return found[language]


def _rows(product: Product) -> list[Spoken]:
    """A product, and what can be chosen of it; what is not one of several has its option's name."""
    options = list(product.options.all())
    several = [each for each in options if each.kind == Option.Kind.CHOICE]
    return [product, *options, *(choice for each in several for choice in each.choices.all())]


def _missing(product: Product, language: str) -> int:
    return sum(len(row.missing(language)) for row in _rows(product))


def _field(row: Spoken, column: str, language: str) -> forms.Field:
    field: Any = row._meta.get_field(column)
    said = {
        "label": _KINDS.get(type(row), field.verbose_name),
        "help_text": linebreaksbr(getattr(row, column)),
        "initial": row.words.get(language, {}).get(column, ""),
        "required": False,
    }
    if isinstance(field, models.TextField):
        return Paragraphs(**said)
    return Line(**said, max_length=field.max_length)
