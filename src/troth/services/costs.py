"""What is agreed costs, as the customer of a service is shown it."""

from dataclasses import dataclass

from troth.billing.readers import Reader
from troth.services.models import Term


@dataclass(frozen=True)
class Costs:
    """Of a period, in minor units with the tax that `words` tell of."""

    price: int
    discount: int
    words: str


def costs(term: Term, reader: Reader) -> Costs:
    """What a term costs a period."""
    return Costs(
        reader.price(term.price, term.supply),
        reader.price(term.discount, term.supply),
        reader.words([term.supply]),
    )
