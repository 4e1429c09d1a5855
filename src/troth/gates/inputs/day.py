"""Days as browsers ask for them."""

from django import forms


class DayInput(forms.DateInput):
    """A calendar. Its value is in ISO 8601 in every language: browsers take no other."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
