"""What lines of an order or a quote cost, as they are shown."""

from dataclasses import dataclass

from troth.billing.readers import Reader
from troth.catalog.price import Priced
from troth.orders.agreed import Line, of_priced
from troth.orders.models import AgreedLine


@dataclass(frozen=True)
class Figures:
    """The amounts of a line with the tax that its reader is shown, as in `AgreedLine`."""

    price: int
    setup: int
    discount: int
    amount: int
    recurring: int


def figures(line: Priced | Line | AgreedLine, reader: Reader) -> Figures:
    """The figures of a line; each is rounded by itself, as an invoice of it would be."""
    line = of_priced(line) if isinstance(line, Priced) else line
    net = (line.price, line.setup, line.discount, line.amount, line.recurring)
    return Figures(*(reader.price(amount, line.supply) for amount in net))
