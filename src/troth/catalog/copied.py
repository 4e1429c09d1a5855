"""Words of the catalogue as they were when something was agreed."""

from typing import Any

from troth.catalog.models import Choice
from troth.catalog.price import Chosen, words_of
from troth.catalog.said import retold


class Copied:
    """A row with a copy of what its `offer`, a product of the catalogue, was called."""

    offer: Any
    product: Any

    @property
    def said(self) -> str:
        """The product in the language that is spoken."""
        offer, product = self.offer, str(self.product)
        return retold(product, lambda: str(offer.said.name)) if offer else product


class CopiedOptions(Copied):
    """Besides, it has the words of what was chosen, and by the key of each choice how many."""

    options: Any
    choices: Any

    @property
    def options_said(self) -> str:
        """What was chosen in the language that is spoken, a line each."""
        rows = Choice.objects.filter(pk__in=self.choices).select_related("option")
        ordered = rows.order_by("option__position", "option__name", "position", "name")
        chosen = [Chosen(each, self.choices[str(each.pk)]) for each in ordered]
        return retold(str(self.options), lambda: words_of(chosen)) if chosen else str(self.options)
