"""The question whose data a request is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.gates.form import Form
from troth.gates.inputs.text import Line

OWN, ANOTHERS = "own", "anothers"


class WhoseForm(Form):
    """Asks it, and who that is where it is somebody else's: in `whose`, blank for one's own."""

    about = forms.ChoiceField(
        label=gettext_lazy("Whose data is it about?"),
        choices=[
            (OWN, gettext_lazy("that of whoever asks")),
            (ANOTHERS, gettext_lazy("that of somebody else")),
        ],
        widget=forms.RadioSelect,
    )
    whose = Line(
        label=gettext_lazy("If it is someone else’s: whose?"),
        help_text=gettext_lazy(
            "A customer by e-mail address, a reseller’s customer by name and domain. The data of "
            "the person who asks then stays as it is."
        ),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Neither a name without a choice that fits, nor the choice without a name."""
        super().clean()
        about, whose = self.cleaned_data.get("about"), self.cleaned_data.get("whose", "")
        if about == ANOTHERS and not whose:
            self.add_error("whose", _("Say whose data it is."))
        if about == OWN and whose:
            self.add_error("about", _("You named someone else; choose that it is their data."))
        return self.cleaned_data
