"""What a form of the catalogue stores."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.catalog.change import change
from troth.catalog.link import link
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.portal.access import me


def saved(request: HttpRequest, form: "forms.ModelForm[Any]", *links: tuple[Any, str]) -> bool:
    """Store what was sent, by `change`; False where nothing was, or the form says what is wrong.

    links: what else is stored by `link`, each as its kind and the field that has the products.
    """
    if not form.is_valid():
        return False
    try:
        _store(form, links, by=me(request), at=timezone.now())
    except TrothError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


@act
def _store(form: "forms.ModelForm[Any]", links: Sequence[tuple[Any, str]], **who: Any) -> None:
    row = form.instance
    of_row = {field.name for field in row._meta.concrete_fields}
    # The slug is made of the name where none was typed.
    columns = of_row & {*form.changed_data, "slug"} & set(form.fields)
    change(row, columns, **who)
    for kind, field in links:
        link(kind, row, form.cleaned_data[field], **who)
