"""Where an address lies for the law of VAT, which is not always the country that is written there.

Directive 2006/112/EC Art. 5 to 7; for Switzerland its treaties with Liechtenstein and Germany.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from troth.policy.law import EU

NORTHERN_IRELAND = "XI"
# Where a supply lies within the Union. Northern Ireland is named for goods alone: see `place_of`.
UNION = EU | {NORTHERN_IRELAND}


class Place(NamedTuple):
    """area: under whose law a supply there is; rates: whose rates hold there; region: which state.

    All are codes of ISO 3166, of its second part for regions; an area that has none is named by
    its country and what it is called. Northern Ireland is XI, as in numbers for VAT.
    """

    area: str
    rates: str
    region: str = ""

    @property
    def country(self) -> str:
        """By the code that an address of the area has."""
        return self.area.partition("-")[0]


# Countries that are known by another code, or lie in the area of another.
_SAME = {"EL": "GR", "UK": "GB", "IM": "GB", "LI": "CH", "MC": "FR"}
_APART = (
    # Outside the Union's VAT: Art. 6.
    ("DE", "27498", "DE-Heligoland"),
    ("ES", "35...|38...", "ES-CN"),
    ("ES", "51...", "ES-CE"),
    ("ES", "52...", "ES-ML"),
    ("FI", "22...", "AX"),
    ("FR", "97133", "BL"),
    ("FR", "97150", "MF"),
    ("FR", "971..", "GP"),
    ("FR", "972..", "MQ"),
    ("FR", "973..", "GF"),
    ("FR", "974..", "RE"),
    ("FR", "975..", "PM"),
    ("FR", "976..", "YT"),
    ("FR", "986..", "WF"),
    ("FR", "987..", "PF"),
    ("FR", "988..", "NC"),
    ("GR", "6308[67]", "GR-69"),  # Mount Athos
    ("IT", "2304[01]|23030", "IT-Livigno"),
    ("IT|CH", "2206[01]|6911", "IT-Campione"),
    # In the area of another country, or in none.
    ("DE", "78266", "CH"),  # Büsingen
    ("FR", "980..", "FR"),  # Monaco
    ("GB", "BT.*", NORTHERN_IRELAND),
    ("GB", "IM.*", "GB"),
    ("GB", "JE.*", "JE"),
    ("GB", "GY.*", "GG"),
    ("NO", "917.|8099", "SJ"),
)
# In the area of their country, at rates of their own: Art. 104 and 105.
_OWN_RATES = (
    ("AT", "6691|699[123]", "AT-Jungholz"),  # and Mittelberg
    ("PT", "9[0-4]..-?...|9[0-4]..", "PT-30"),  # Madeira
    ("PT", "9[5-9]..-?...|9[5-9]..", "PT-20"),  # the Azores
)
_RATES_OF = {"AX": "FI"}
_NAMED = {area.upper(): area for *_codes, area in (*_APART, *_OWN_RATES)}


def place_typed(code: str) -> str:
    """The code of a place as rates have it, in whichever letters it was typed."""
    code = code.strip().upper()
    return _NAMED.get(code, code)


@lru_cache(maxsize=4096)
def place_of(country: str, postcode: str = "", region: str = "", *, goods: bool = False) -> Place:
    """Where an address lies. region: of India or the United States, as ISO 3166-2 has it: "CA".

    goods: is Northern Ireland told apart, which for these belongs to the Union's VAT, and for
    services to that of the United Kingdom (Withdrawal Agreement, Protocol, Art. 8).
    """
    country = _SAME.get(country, country)
    postcode = re.sub(r"^[A-Z]{1,2}-(?=[0-9])|\s", "", postcode.upper())
    area = _found(_APART, country, postcode) or country
    if area == NORTHERN_IRELAND and not goods:
        area = "GB"
    rates = _found(_OWN_RATES, area, postcode) or _RATES_OF.get(area, area)
    if region and "-" not in region:
        region = f"{area}-{region}"
    return Place(area, region if area == "US" and region else rates, region)


def _found(table: tuple[tuple[str, str, str], ...], country: str, postcode: str) -> str:
    matches = (
        area
        for of, codes, area in table
        if country in of.split("|") and re.fullmatch(codes, postcode)
    )
    return next(matches, "")
