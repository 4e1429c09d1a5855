"""What is agreed costs, as the customer of a service is shown it."""

from dataclasses import dataclass

from troth.billing.readers import Reader
from troth.services.models import Term
from troth.services.own_price import Pays


@dataclass(frozen=True)
class Costs:
    """Of a period, in minor units with the tax that `words` tell of.

    price: what is paid, but for a discount that may have an end.
    """

    price: int
    discount: int
    words: str


def costs(term: Term, pays: Pays, reader: Reader) -> Costs:
    """What a period of a term costs."""
    return Costs(
        reader.price(pays.lasting, term.supply),
        0 if pays.own else reader.price(pays.discount, term.supply),
        reader.words([term.supply]),
    )
