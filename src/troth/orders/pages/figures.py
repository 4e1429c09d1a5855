"""What lines of an order or a quote cost, as they are shown."""

from dataclasses import dataclass

from troth.billing.readers import Reader, with_tax
from troth.catalog.price import Priced
from troth.orders.agreed import Line, of_priced
from troth.orders.models import AgreedLine, OrderLine


@dataclass(frozen=True)
class Figures:
    """The amounts of a line with the tax that is shown within them, as in `AgreedLine`."""

    price: int
    setup: int
    discount: int
    amount: int
    recurring: int


def figures(line: Priced | Line | AgreedLine, reader: Reader) -> Figures:
    """The figures of a line; each is rounded by itself, as an invoice of it would be."""
    line = of_priced(line) if isinstance(line, Priced) else line
    return _at(reader.rate(line.supply), line)


def figures_agreed(line: OrderLine) -> Figures:
    """The figures of a line of an order, as they were shown when it was placed."""
    return _at(line.rate, line)


def _at(rate: int, line: Line | AgreedLine) -> Figures:
    net = (line.price, line.setup, line.discount, line.amount, line.recurring)
    return Figures(*(with_tax(amount, rate) for amount in net))
