"""Where a consumer of electronic services lives, by proofs that agree.

Regulation (EU) 282/2011 Art. 24b and 24f. What is kept are the kinds of the proofs and the
countries that they name: never the address, the number or the IP they were found by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.tax.decide import TaxError
from troth.tax.places import place_of

Kind = Literal["billing", "ip", "bank", "other", "phone"]
# As an invoice seals them, in whatever language it is.
_SEALED: Mapping[Kind, str] = {
    "billing": gettext_noop("billing address"),
    "ip": gettext_noop("IP address"),
    "bank": gettext_noop("bank"),
    "other": gettext_noop("other proof"),
    "phone": gettext_noop("telephone"),
}
# Many keep their number when they move: it agrees, or says nothing.
_AGREES_ALONE: Kind = "phone"


class UnprovenError(TaxError):
    """Somebody has to ask the customer where they live."""


@dataclass(frozen=True)
class Evidence:
    """The country, and the kinds of the proofs that name it.

    against: each other kind with the country that it names.
    """

    country: str
    agree: tuple[Kind, ...]
    against: tuple[tuple[Kind, str], ...] = ()

    @property
    def sealed(self) -> str:
        """As an invoice seals it: `billing address DE, bank DE, not IP address FR`."""
        agree = [f"{_SEALED[kind]} {self.country}" for kind in self.agree]
        return ", ".join(agree + [f"not {_SEALED[kind]} {of}" for kind, of in self.against])


def evidence(found: Mapping[Kind, str], *, two: bool) -> Evidence:
    """What proves the country of the billing address, by the country that each kind names.

    two: whether a second proof has to agree; without a word, one will do that nothing contradicts
    (Art. 24b, second paragraph). Raises UnprovenError where it is not proved.
    """
    named = {kind: place_of(found[kind].upper()).area for kind in get_args(Kind) if found.get(kind)}
    country = named.get("billing", "")
    agree = tuple(kind for kind, of in named.items() if of == country)
    against = tuple((k, of) for k, of in named.items() if of != country and k != _AGREES_ALONE)
    if len(agree) >= 2:
        return Evidence(country, agree, against)
    if against:
        raise UnprovenError(
            _(
                "The evidence of where the customer lives is contradictory. Please ask the "
                "customer, and have the address corrected or enter proof."
            )
        )
    if two or not agree:
        raise UnprovenError(
            _(
                "Only the address says where the customer lives. Please ask for another proof, "
                "such as their telephone number, and enter it."
            )
        )
    return Evidence(country, agree, against)


def in_words(sealed: str) -> str:
    """What an invoice has sealed, in the reader's language."""
    return ", ".join(_told(part) for part in sealed.split(", ") if part)


def _told(part: str) -> str:
    kind, _space, country = part.removeprefix("not ").rpartition(" ")
    told = " ".join((_(kind), country)) if kind in _SEALED.values() else part
    return _("not %(proof)s") % {"proof": told} if part.startswith("not ") else told
