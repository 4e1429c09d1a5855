"""What a tax engine is: it knows rates that Troth does not, such as of the United States.

See docs/tax-engines.md.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from django.utils.module_loading import import_string

from troth.core.provider import provider, provider_id
from troth.gates.recipient import Recipient
from troth.tax.table import Kind


@dataclass(frozen=True)
class Where:
    """An address as far as the policy lets it be told; country and region by ISO 3166."""

    country: str
    region: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True)
class Line:
    """What one kind of supply comes to, net, in minor units; None where that is not told."""

    kind: Kind
    amount: int | None = None


@dataclass(frozen=True)
class Asked:
    """A question: how lines are taxed that are supplied on a day from one place to another."""

    day: date
    currency: str
    seller: Where
    buyer: Where
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """The tax of one jurisdiction, such as a county. rate: in parts per million."""

    jurisdiction: str
    rate: int


class TaxEngine(Protocol):
    """A plug-in; OPTIONS of the setting are its arguments.

    recipient: whom it asks; None where nothing leaves this machine. places: the countries of buyers
    that it is asked about.
    """

    recipient: Recipient | None
    places: Collection[str]

    def rates(self, asked: Asked) -> tuple[tuple[Part, ...], ...]:
        """The parts of the tax of each line, in their order; none where it is not taxed.

        It may be asked the same again. Raises `Refused` for what it will never say, and
        `Unavailable` where it may later (`troth.calls.errors`).
        """


def engine() -> TaxEngine | None:
    """The one that is installed; mostly none is."""
    installed = provider().taxes.engine
    options = tuple(sorted(installed.get("OPTIONS", {}).items()))
    return _made(provider_id(), installed["BACKEND"], options) if installed else None


def engines() -> Iterator[TaxEngine]:
    """The one that is installed, where it tells somebody something."""
    if (ours := engine()) and ours.recipient:
        yield ours


@cache
def _made(of: str, backend: str, options: tuple[tuple[str, str], ...]) -> TaxEngine:
    made: TaxEngine = import_string(backend)(**dict(options))
    return made
