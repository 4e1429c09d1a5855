"""An input for a place whose tax something is about."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from troth.gates.inputs.text import Line
from troth.policy.countries import COUNTRIES
from troth.tax.places import place_typed


class PlaceLine(Line):
    """The code of a country, or of a region of one."""

    def __init__(self, **more: Any) -> None:
        help_text = _("A country, such as DE, or a region, such as US-TX.")
        super().__init__(label=_("Place"), help_text=help_text, **more)

    def clean(self, value: Any) -> str:
        place = place_typed(str(super().clean(value)))
        country, _dash, region = place.partition("-")
        if country not in {*COUNTRIES, "XI"} or not re.fullmatch("[A-Za-z0-9]*", region):
            raise ValidationError(_("There is no such country."))
        return place
