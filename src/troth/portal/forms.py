"""How every form looks, and the form that confirms what cannot be undone."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.core.widgets import written


class Renderer(DjangoTemplates):
    """FORM_RENDERER: a summary of errors, then each field with its hint before its input."""

    form_template_name = "portal/form.html"
    field_template_name = "portal/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As Django's; the common widgets are written without a template, which is far faster."""
        if "widget" in context:
            text = written(template_name, context["widget"])
            if text is not None:
                return text
        return super().render(template_name, context, request)


class ConfirmForm(forms.Form):
    """Confirms what matters by the password, or by typing a word where there is none."""

    word = ""

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        self.by_password = person.has_usable_password()
        if self.by_password:
            widget: forms.Widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
            label, hint = _("Your password"), _("So that we know it is you.")
        else:
            widget = forms.TextInput(attrs={"autocomplete": "off"})
            label, hint = _("Confirmation"), _("Type the word %(word)s.")
        self.fields["confirmation"] = forms.CharField(
            label=label,
            help_text=hint % {"word": self.word},
            strip=False,
            max_length=200,
            widget=widget,
        )

    def clean_confirmation(self) -> str:
        """The password, or the word."""
        typed = str(self.cleaned_data["confirmation"])
        # Guesses count here as they do at the sign-in page.
        if self.by_password and not get_adapter().reauthenticate(self.person, typed):
            raise ValidationError(_("This is not your password."))
        if not self.by_password and typed.strip().upper() != self.word:
            raise ValidationError(_("Type the word %(word)s to go on.") % {"word": self.word})
        return typed
