"""Where a consumer of electronic services lives, by two proofs that agree.

Regulation (EU) 282/2011 Art. 24b and 24f. What is kept are the kinds of the proofs and the
countries that they name: never the address, the number or the IP they were found by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from django.utils.translation import gettext as _

from troth.tax.decide import TaxError
from troth.tax.places import place_of

Kind = Literal["billing", "ip", "bank", "phone"]


@dataclass(frozen=True)
class Evidence:
    """The country, and the kinds of the proofs that name it, as an invoice seals them.

    against: each other kind with the country that it names.
    """

    country: str
    agree: tuple[Kind, ...]
    against: tuple[tuple[Kind, str], ...] = ()


def evidence(found: Mapping[Kind, str]) -> Evidence:
    """The country that two proofs name, by the kind of each proof; the billing address first.

    Raises TaxError where no two agree: somebody has to ask the customer.
    """
    named = {kind: place_of(found[kind].upper()).area for kind in get_args(Kind) if found.get(kind)}
    for country in dict.fromkeys(named.values()):
        agree = tuple(kind for kind in named if named[kind] == country)
        if len(agree) >= 2:
            others = tuple((kind, of) for kind, of in named.items() if of != country)
            return Evidence(country, agree, others)
    raise TaxError(
        _(
            "No two signs agree on the country where the customer lives. Please ask for another, "
            "such as the country of their bank."
        )
    )
