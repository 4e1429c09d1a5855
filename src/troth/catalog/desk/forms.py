"""The forms by which staff change the catalogue."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.catalog.models import (
    PERIODS,
    Choice,
    Group,
    Option,
    Product,
    Promotion,
)
from troth.catalog.welcome import NAMES, unknown_in
from troth.catalog.words import period
from troth.core.text import trimmed
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of, typed_amount
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.percent import Percent, typed_percent
from troth.gates.inputs.text import Line, Paragraphs, Slug

_DAY = DayInput()
_LINES = {"name": Line, "slug": Slug, "summary": Line, "asks_name": Line, "code": Line}
_TEXTS = {"about": Paragraphs, "welcome": Paragraphs}


class _Row(Form, forms.ModelForm):  # type: ignore[type-arg]  # it has none when it runs
    """A row of the catalogue."""


class _Named(_Row):
    """Something with a name in the address, which is made of its name where none is typed."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Leave empty to derive it from the name.")

    def clean(self) -> dict[str, Any]:
        """The slug, if need be of the name."""
        told = super().clean()
        if not told.get("slug") and "slug" not in self.errors and "name" in told:
            told["slug"] = slugify(told["name"])[:80]
            if not told["slug"]:
                self.add_error("slug", _("Enter a name using the letters a to z."))
        return told


class GroupForm(_Named):
    """A group of the shop."""

    class Meta:
        model = Group
        fields = ("name", "slug", "about", "hidden")
        field_classes = _LINES | _TEXTS
        help_texts = {"about": _("Markdown.")}


class ProductForm(_Named):
    """A product, with the others that go with it."""

    addons = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        label=_("Can be ordered with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    upgrades = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        label=_("Can be changed to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Product
        fields = (
            *("group", "name", "slug", "kind", "supply", "summary", "about", "welcome"),
            *(
                "asks_name",
                "provisioner",
                "package",
                "waits_for_payment",
                "stock",
                "most",
                "hidden",
                "unlisted",
            ),
        )
        field_classes = _LINES | _TEXTS | {"provisioner": Line, "package": Line}
        help_texts = {
            "about": _("Markdown."),
            "welcome": _(
                "Mailed once a service is set up. {{ label }} is its name, {{ product }} what it "
                "is, {{ link }} the address of its page."
            ),
            "asks_name": _("Such as “Domain”. Empty: no name is asked for."),
            "stock": _("How many are left. Empty: unlimited."),
            "hidden": _("Nobody can order it."),
            "unlisted": _("Anyone with the link to its page can order it."),
        }

    def __init__(self, data: Any = None, *, instance: Product, **more: Any) -> None:
        super().__init__(data, instance=instance, **more)
        others = Product.objects.exclude(pk=instance.pk).order_by("group__position", "position")
        for name, to in (("addons", "addon"), ("upgrades", "to")):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelMultipleChoiceField)
            choice.queryset = others
            if not others:  # a heading with nothing below
                choice.widget = forms.MultipleHiddenInput()
            if instance.pk:
                choice.initial = list(getattr(instance, name).values_list(to, flat=True))
        # Orders take from it meanwhile: what nobody has typed here is not stored.
        self.fields["stock"].show_hidden_initial = True
        self.fields["most"] = forms.IntegerField(
            label=self.fields["most"].label, min_value=1, max_value=10_000
        )

    def clean_welcome(self) -> str:
        """A text whose placeholders all stand for something."""
        text: str = self.cleaned_data["welcome"]
        refuse_unknown(text)
        return text


class OptionForm(_Row):
    """Something to choose. What kind it is stays as it is."""

    class Meta:
        model = Option
        fields = ("name", "kind", "least", "most")
        field_classes = _LINES
        help_texts = {"most": _("These two are for what is counted.")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.pk:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """At least is not more than at most."""
        told = super().clean()
        if told.get("least", 0) > told.get("most", 0):
            self.add_error("most", _("This is less than the minimum."))
        return told


class ChoiceForm(_Row):
    """One of several that may be chosen."""

    class Meta:
        model = Choice
        fields = ("name",)
        field_classes = _LINES


class PriceForm(Form):
    """What a product or a choice costs in new orders, from a day on."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int)
    currency = CurrencyField(label=_("Currency"))
    amount = Line(
        label=_("Price"),
        help_text=_("For one period, net of tax."),
        required=False,
        max_length=40,
    )
    unsold = forms.BooleanField(label=_("Not sold like this from then on"), required=False)
    setup = Line(label=_("Set-up fee"), required=False, max_length=40)
    starts = forms.DateField(label=_("From"), widget=_DAY)

    def __init__(self, data: Any = None, *, of: Product | Choice, **more: Any) -> None:
        super().__init__(data, **more)
        choice = self.fields["months"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [(months, period(months)) for months in (*PERIODS, 0)]
        if isinstance(of, Choice):
            del self.fields["unsold"]

    def clean(self) -> dict[str, Any]:
        """Both amounts in minor units; no amount where it is not sold."""
        told = super().clean()
        sold = not told.get("unsold")
        if sold and "amount" not in self.errors and not told.get("amount"):
            self.add_error("amount", _("Enter what it costs; 0 is free."))
        if currency := told.get("currency"):
            for name, empty in (("amount", None), ("setup", 0)):
                _to_minor(self, told, name, currency, empty)
        if not sold:
            told["amount"] = None
        return told


class PromotionForm(_Row):
    """A promotion: so many percent, or an amount, off."""

    percent = Percent(label=_("Percent off"), required=False)
    amount = Line(label=_("Amount off"), required=False, max_length=40)
    currency = CurrencyField(
        label=_("Currency"),
        required=False,
        help_text=_(
            "The currency of the amount. For a percentage, leave empty for every currency."
        ),
    )
    products = forms.ModelMultipleChoiceField(
        Product.objects.order_by("group__position", "position"),
        label=_("For these products"),
        help_text=_("None chosen: for all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    months = forms.TypedMultipleChoiceField(
        label=_("For these periods"),
        help_text=_("None chosen: for all."),
        coerce=int,
        choices=lambda: [(months, period(months)) for months in (*PERIODS, 0)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Promotion
        fields = (
            *("code", "percent", "amount", "currency", "periods", "starts", "ends", "limit"),
            *("months", "new_customers", "once"),
        )
        field_classes = _LINES
        widgets = {"starts": _DAY, "ends": _DAY}
        help_texts = {"periods": _("How many periods it applies to. Empty: all of them.")}

    def __init__(self, data: Any = None, *, instance: Promotion, **more: Any) -> None:
        shown: dict[str, Any] = {}
        if instance.percent is not None:
            shown["percent"] = typed_percent(instance.percent)
        if instance.amount is not None:
            shown["amount"] = typed_amount(instance.amount, instance.currency)
        super().__init__(data, instance=instance, initial=shown, **more)
        if instance.pk:
            self.fields["products"].initial = list(
                instance.products.values_list("product", flat=True)
            )

    def clean_code(self) -> str:
        """Codes are the same in capitals and without."""
        code = str(self.cleaned_data["code"])
        same = Promotion.objects.filter(code__iexact=code).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(_("There is a promotion with this code already."))
        return code

    def clean(self) -> dict[str, Any]:
        """One of the two, in parts per million or in minor units, and dates in order."""
        told = super().clean()
        if "percent" in told and bool(told["percent"]) == bool(told.get("amount")):
            self.add_error("percent", _("Enter either a percentage or an amount."))
        told["percent"] = told.get("percent") or None
        if told.get("amount") and not told.get("currency"):
            self.add_error("currency", _("Enter the currency of the amount."))
        _to_minor(self, told, "amount", told.get("currency", ""), None)
        if told.get("amount") == 0:
            self.add_error("amount", _("This takes nothing off."))
        if told.get("starts") and told.get("ends") and told["ends"] < told["starts"]:
            self.add_error("ends", _("The last day is before the first."))
        limit = told.get("limit")
        if limit is not None and limit < self.instance.used:
            self.add_error("limit", _("It has already been used more often than that."))
        if told.get("periods") == 0:
            self.add_error("periods", _("It must apply to at least one period."))
        return told


def refuse_unknown(welcome: str) -> None:
    """Raise ValidationError for a message with a placeholder that stands for nothing."""
    if unknown := unknown_in(welcome):
        raise ValidationError(
            gettext("%(unknown)s is not a placeholder here. Available: %(names)s.")
            % {"unknown": f"{{{{ {unknown[0]} }}}}", "names": ", ".join(NAMES)}
        )


def _to_minor(form: forms.Form, told: dict[str, Any], name: str, currency: str, empty: Any) -> None:
    """Read an amount that was typed; the form says where it is none."""
    typed = trimmed(told.get(name) or "")
    told[name] = empty
    if typed and currency:
        try:
            told[name] = amount_of(typed, currency)
        except ValidationError as wrong:
            form.add_error(name, wrong)
