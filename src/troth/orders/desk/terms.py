"""The terms of business: every version, and a new one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.catalog.desk.languages import languages
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line, Paragraphs
from troth.orders.enter_terms import enter_terms
from troth.orders.models import Terms


class TermsForm(Form):
    """A version of the terms. Orders name the one that was agreed to; nobody changes it."""

    version = Line(label=gettext_lazy("Version"), max_length=40)
    text = Paragraphs(
        label=gettext_lazy("Text"), help_text=gettext_lazy("In Markdown."), max_length=200_000
    )
    starts = forms.DateField(label=gettext_lazy("From"), widget=DayInput())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self._languages = languages()
        for code, name in self._languages:
            self.fields[f"text_{code}"] = Paragraphs(
                label=gettext("Text in %(language)s") % {"language": name},
                help_text=gettext("Leave empty, and readers of this language see the text above."),
                max_length=200_000,
                required=False,
            )

    @property
    def others(self) -> dict[str, str]:
        """The text in each other language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in self._languages}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def terms(request: HttpRequest) -> HttpResponse:
    """Every version, the last one first."""
    form = TermsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            enter_terms(
                *(told["version"], told["text"], told["starts"]),
                others=form.others,
                at=timezone.now(),
            )
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The terms have been entered."))
            return redirect("desk_terms")
    every = list(Terms.objects.order_by("-starts", "-pk"))
    return render(request, "orders/desk/terms.html", {"every": every, "form": form})
