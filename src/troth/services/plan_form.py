"""What a service is to be changed to, as a form of the catalogue's products and options."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from troth.catalog.models import Option, Price, Product
from troth.catalog.words import period
from troth.core.number import number_in
from troth.gates.form import Form
from troth.services.models import Service, Term
from troth.services.option_fields import chosen, option_fields

MOST = 10_000


class PlanForm(Form):
    """A product, how many of it, the length of a period, and its options."""

    offer = forms.TypedChoiceField(label=gettext_lazy("Product"), coerce=int)
    months = forms.TypedChoiceField(label=gettext_lazy("Billing period"), coerce=int)
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=MOST)

    def __init__(
        self, service: Service, term: Term, products: Iterable[Product], data: Any = None
    ) -> None:
        self._products = {each.pk: each for each in products}
        initial = {"offer": service.offer_id, "months": term.months, "quantity": term.quantity}
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["offer"].choices = [(pk, each.said.name) for pk, each in self._products.items()]
        fields["months"].choices = [(n, period(n)) for n in _sold(self._products, term.currency)]
        self._options = list(self._of(service, data))
        self.fields |= option_fields(self._options, term.choices)

    @property
    def product(self) -> Product:
        """What was chosen."""
        return self._products[self.cleaned_data["offer"]]

    @property
    def choices(self) -> dict[int, int]:
        """How many of each choice, by its key."""
        return chosen(self._options, self.cleaned_data)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was sent, to be sent again by who agrees to what it comes to."""
        return [(name, self.data[name]) for name in self.fields if name in self.data]

    def _of(self, service: Service, data: Any) -> QuerySet[Option]:
        """The options of the product that is chosen, so far of the service's own."""
        asked = number_in(str(data.get("offer", ""))) if data else None
        key = service.offer_id if asked is None else asked
        known = Q(product=key) if key in self._products else Q(pk=None)
        return Option.objects.filter(known, retired_at=None)


def _sold(products: Iterable[int], currency: str) -> list[int]:
    """The lengths of period by which any of these is sold."""
    sold = Price.objects.filter(product__in=[*products], currency=currency, months__gt=0)
    return sorted({*sold.exclude(amount=None).values_list("months", flat=True)})
