"""VAT and other tax numbers, by the country that gave them."""

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NumberError

from troth.gates.inputs.doubt import DoubtError
from troth.policy.countries import COUNTRIES

# Names in python-stdnum of what countries call a tax number, the one for businesses first, and of
# the numbers of companies and people that serve as one.
_KINDS = (
    *("vat", "tin", "uid", "pan", "idnr", "stnr", "utr"),
    *("asmens", "bis", "bsn", "cedula", "ci", "cin", "cn", "codicefiscale", "cpf", "cpj", "cpr"),
    *("cr", "cui", "dni", "edrpou", "egn", "ein", "fodselsnummer", "hetu", "idno", "ik", "in_"),
    *("itin", "kennitala", "nif", "nik", "nn", "orgnr", "peid", "personnummer", "pesel", "pin"),
    *("pnf", "pps", "rc", "registrikood", "ric", "rntrc", "rrn", "sin", "siren", "siret", "ssn"),
    *("tckimlik", "tfn", "veronumero"),
)
# What a number begins with where it is the one for VAT.
_BEGINS = {"JP": "T"}
# The number of a state of the Union for VAT: it has a country, and some digits.
_EU_VAT = re.compile(r"[A-Z]{2}(?=.*[0-9])[A-Z0-9]{1,12}")
_EU = {state.upper() for state in eu_vat.MEMBER_STATES} | {"EL"}

# What the number for businesses looks like: 9 stands for a digit, X for a digit or a letter.
# Those of the Union as the Commission lists them for VIES.
_SHAPES = {
    "AT": "ATU99999999",
    "AU": "99 999 999 999",
    "BE": "BE0999999999",
    "BG": "BG999999999",
    "BR": "99.999.999/9999-99",
    "CA": "999999999",
    "CH": "CHE-999.999.999 MWST",
    "CY": "CY99999999X",
    "CZ": "CZ99999999",
    "DE": "DE999999999",
    "DK": "DK99999999",
    "EE": "EE999999999",
    "ES": "ESX9999999X",
    "FI": "FI99999999",
    "FR": "FRXX999999999",
    "GB": "GB999999999",
    "GR": "EL999999999",
    "HR": "HR99999999999",
    "HU": "HU99999999",
    "IE": "IE9999999XX",
    "IN": "99XXXXX9999X9XX",
    "IT": "IT99999999999",
    "LT": "LT999999999",
    "LU": "LU99999999",
    "LV": "LV99999999999",
    "MT": "MT99999999",
    "NL": "NL999999999B99",
    "NO": "999999999MVA",
    "PL": "PL9999999999",
    "PT": "PT999999999",
    "RO": "RO99999999",
    "RU": "9999999999",
    "SE": "SE999999999999",
    "SI": "SI99999999",
    "SK": "SK9999999999",
    "US": "99-9999999",
}


def stored(typed: str, country: str = "") -> str:
    """A tax number without blanks, and with the country's prefix where it is an EU VAT number.

    country: the ISO 3166 code of the address. A VAT number of another state of the Union is
    taken as well, and any number where the country's rules are not known.
    Raises DoubtError, which says what the country's numbers look like, and ValidationError where
    that is no matter of doubt: a supply without VAT within the Union takes a valid VAT number
    (Directive 2006/112/EC, Art. 138 and 226).
    """
    typed = unicodedata.normalize("NFKC", typed).strip().upper()
    number = re.sub(r"[\s.\-/]", "", typed)
    if not number:
        return ""
    for candidate in (number, f"{_prefix(country)}{number}"):
        if eu_vat.is_valid(candidate):
            return str(eu_vat.validate(candidate))
    known = _known(country)
    start = _BEGINS.get(country, "")
    start = start if typed.startswith(start) else ""
    for kind in known:
        with suppress(NumberError):
            return start + str(kind.validate(typed.removeprefix(start)))
    if not known and re.fullmatch(r"[A-Z0-9]{4,40}", number):
        return number
    meant = re.sub(r"\W", "", number)
    is_eu_vat = meant[:2] in _EU and _EU_VAT.fullmatch(meant) and country in {"", *_EU}
    raise (ValidationError if is_eu_vat else DoubtError)(_refusal(country))


def is_checked(country: str) -> bool:
    """Whether a number of this country that `stored` takes has passed the country's own rules."""
    return bool(_known(country))


@lru_cache(maxsize=256)
def _known(country: str) -> list[Any]:
    return [kind for name in _KINDS if (kind := get_cc_module(country.lower(), name))]


def _prefix(country: str) -> str:
    """By what a VAT number of the country begins in the Union; Greece writes EL."""
    return "EL" if country == "GR" else country


def _refusal(country: str) -> str:
    if shape := _SHAPES.get(country):
        sentence = _(
            "This is not a tax number of %(country)s. It looks like %(shape)s, where 9 stands for "
            "a digit and X for a digit or a letter; please compare it with your papers."
        )
        return sentence % {"country": COUNTRIES[country], "shape": shape}
    return _("This is not a tax number. Please compare it with your papers.")
