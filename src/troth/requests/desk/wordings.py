"""The wording of answers: the shipped texts, and the provider's own in their place."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.text import Paragraphs
from troth.gates.roles import PRIVACY
from troth.requests.wording import KINDS, PLACEHOLDERS, own_wordings, reword, wording
from troth.requests.words import RIGHTS

_EVERY = "every"  # stands in addresses for all rights


class WordingForm(Form):
    """The text; an empty one gives the shipped text its place back."""

    text = Paragraphs(
        label=_("Text"),
        help_text=_("Leave empty to go back to the original text."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )


@require_safe
@desk_page(PRIVACY)
def wordings(request: HttpRequest) -> HttpResponse:
    """Every text by kind, right and language."""
    own = own_wordings()
    context = {
        "by_language": [
            (
                name,
                [
                    (
                        KINDS[kind],
                        RIGHTS.get(right, _("every right")),
                        (kind, right or _EVERY, code),
                        (kind, right, code) in own,
                    )
                    for kind, right in _texts()
                ],
            )
            for code, name in settings.LANGUAGES
        ]
    }
    return render(request, "requests/desk/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
def change_wording(request: HttpRequest, kind: str, right: str, language: str) -> HttpResponse:
    """Change a text, or go back to the shipped one."""
    right = "" if right == _EVERY else right
    if (kind, right) not in _texts() or language not in dict(settings.LANGUAGES):
        raise Http404
    initial = {"text": wording(kind, right, language)}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if text != initial["text"]:
            reword(kind, right, language, text)
        messages.success(request, _("The wording has been saved."))
        return redirect("wordings")
    context = {
        "form": form,
        "kind": KINDS[kind],
        "right": RIGHTS.get(right, _("every right")),
        "placeholders": PLACEHOLDERS.items(),
    }
    return render(request, "requests/desk/wording.html", context)


def _texts() -> list[tuple[str, str]]:
    """Each kind, with the rights that may have a text of their own."""
    return [
        *((kind, "") for kind in KINDS),
        *((kind, right) for kind in ("done", "refused") for right in RIGHTS if right != "import"),
    ]
