"""The form that ours are made of."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.gates.inputs.card import holds_card_number, refuses_card_numbers
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


class Form(forms.Form):
    """Takes no number of a card in any field, where the policy takes none."""

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy in force never takes."""
        super().clean()
        if policy := policy_on(timezone.now(), missing_ok=True):
            self.refuse_card_numbers(policy)
        return self.cleaned_data

    def refuse_card_numbers(self, policy: Policy, *, spared: Collection[str] = ()) -> None:
        """Say at each field that holds a card's number that it is not taken.

        Not at passwords, nor at what the page itself has put there.
        """
        if not refuses_card_numbers(policy):
            return
        for name, value in list(self.cleaned_data.items()):
            widget = self.fields[name].widget
            typed = not (widget.is_hidden or isinstance(widget, forms.PasswordInput))
            if typed and name not in spared and isinstance(value, str) and holds_card_number(value):
                self.add_error(
                    name, _("This looks like a card number. We never accept card numbers.")
                )
