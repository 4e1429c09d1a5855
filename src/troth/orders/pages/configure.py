"""The form in which a product is chosen: by which period, with what, how many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.catalog.models import Option
from troth.catalog.shop import Offer, Tag
from troth.core.money import money
from troth.core.number import number_in
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.orders.pages.words import period
from troth.orders.propose import Wanted


class ConfigureForm(Form):
    """How a product is wanted. What it costs like that, `propose` says."""

    def __init__(
        self,
        offer: Offer,
        addons: Sequence[Offer],
        adds: Mapping[int, Sequence[Tag]],
        data: Any = None,
        *,
        query: Any = None,
    ) -> None:
        asked = number_in((query or {}).get("months", ""))
        sold = [price.months for price in offer.prices]
        months = asked if asked in sold else offer.lowest.months
        super().__init__(data, initial={"months": months, "quantity": 1})
        self.offer, self.addons = offer, addons
        self.fields["months"] = forms.TypedChoiceField(
            label=_("Period"),
            coerce=int,
            choices=[(price.months, _priced(price)) for price in offer.prices],
            widget=forms.RadioSelect,
        )
        self.options = list(
            offer.product.options.filter(retired_at=None).prefetch_related("choices")
        )
        for option in self.options:
            if field := _field(option, adds, sold):
                self.fields[f"option_{option.pk}"] = field
        if offer.product.most > 1:
            self.fields["quantity"] = forms.IntegerField(
                label=_("Quantity"), min_value=1, max_value=offer.product.most
            )
        for addon in addons:
            self.fields[f"addon_{addon.product.pk}"] = forms.BooleanField(
                label=f"{addon.product.said.name}: {_priced(addon.lowest)}", required=False
            )
            for option in addon.product.options.all():
                by = [price.months for price in addon.prices]
                if field := _field(option, adds, by):
                    # Without the addon nothing of it is asked; with it the catalogue asks.
                    field.required = False
                    field.label = f"{addon.product.said.name}: {field.label}"
                    self.fields[f"option_{option.pk}"] = field
        self.fields["code"] = Line(label=_("Promotion code"), required=False, max_length=40)

    @property
    def wanted(self) -> list[Wanted]:
        """What was chosen: the product first, and then what comes along with it."""
        told = self.cleaned_data
        choices = _chosen(self.options, told)
        found = [Wanted(self.offer.product.pk, told["months"], choices, told.get("quantity", 1))]
        for addon in self.addons:
            if told[f"addon_{addon.product.pk}"]:
                by = addon.by(told["months"]) or addon.lowest
                along = _chosen(addon.product.options.all(), told)
                found.append(Wanted(addon.product.pk, by.months, along))
        return found


def _field(
    option: Option, adds: Mapping[int, Sequence[Tag]], sold: Collection[int]
) -> forms.Field | None:
    offered = [each for each in option.choices.all() if each.retired_at is None]
    if not offered:
        return None
    costs = {each.pk: " · ".join(_charged(adds.get(each.pk, ()), sold)) for each in offered}
    names = {each.pk: each.said.name for each in offered}
    match option.kind:
        case Option.Kind.CHOICE:
            return forms.TypedChoiceField(
                label=option.said.name,
                coerce=int,
                choices=[
                    (key, f"{name}: {costs[key]}" if costs[key] else name)
                    for key, name in names.items()
                ],
            )
        case Option.Kind.SWITCH:
            cost = costs[offered[0].pk]
            label = f"{option.said.name}: {cost}" if cost else option.said.name
            return forms.BooleanField(label=label, required=False)
    return forms.IntegerField(
        label=option.said.name,
        help_text=costs[offered[0].pk],
        min_value=option.least,
        max_value=option.most,
        initial=option.least,
    )


def _charged(adds: Sequence[Tag], sold: Collection[int]) -> list[str]:
    charged = [each for each in adds if each.months in sold and (each.amount or each.setup)]
    return [_priced(each) for each in charged]


def _chosen(options: Iterable[Option], told: Mapping[str, Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    for option in options:
        found |= _choices(option, told.get(f"option_{option.pk}"))
    return found


def _choices(option: Option, told: Any) -> dict[int, int]:
    if not told:
        return {}
    if option.kind == Option.Kind.CHOICE:
        return {told: 1}
    only = next(each for each in option.choices.all() if each.retired_at is None)
    return {only.pk: int(told)}


def _priced(price: Tag) -> str:
    words = f"{money(price.amount, price.currency)} {period(price.months)}"
    if price.setup:
        words = _("%(price)s, set-up %(setup)s") % {
            "price": words,
            "setup": money(price.setup, price.currency),
        }
    return str(words)
