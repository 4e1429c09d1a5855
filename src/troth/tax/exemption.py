"""That a customer is exempt from a place's tax, as a certificate of theirs says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from troth.policy.words import gettext_noop as _
from troth.tax.places import Place

Kind = Literal["charity", "diplomat", "embassy", "resale"]


class Ground(NamedTuple):
    """words: for the invoice, with the law that staff entered. vatex: by CEF's list."""

    words: str
    vatex: str = ""


_DIPLOMATIC = "VATEX-EU-151-1A"  # Directive 2006/112/EC Art. 151(1)(a)
GROUNDS: dict[Kind, Ground] = {
    "charity": Ground(_("Exempt from tax: sold to an exempt organisation (%(law)s).")),
    "diplomat": Ground(_("Exempt from tax: sold to a diplomat (%(law)s)."), _DIPLOMATIC),
    "embassy": Ground(_("Exempt from tax: sold to a diplomatic mission (%(law)s)."), _DIPLOMATIC),
    "resale": Ground(_("Exempt from tax: sold for resale (%(law)s).")),
}


@dataclass(frozen=True)
class Exemption:
    """place: whose tax it spares, a country or a region by ISO 3166. until: its last day."""

    kind: Kind
    place: str
    number: str
    since: date
    until: date
    law: str

    @property
    def sealed(self) -> str:
        """As an invoice that rests on it seals it, in whatever language it is."""
        days = f"{self.since.isoformat()} to {self.until.isoformat()}"
        return f"{self.kind} certificate {self.place} {self.number}, {days}"


def exempt_on(found: Iterable[Exemption], place: Place, day: date) -> Exemption | None:
    """The one by which a supply on a day bears no tax of a place; of several the last to end."""
    named = {place.area, place.rates, place.region}
    holding = [each for each in found if each.place in named and each.since <= day <= each.until]
    return max(holding, key=lambda each: (each.until, each.number), default=None)
