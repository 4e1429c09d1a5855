"""A tax engine that reads the rates of states and postcodes from files, and asks nobody."""

import csv
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from troth.calls.errors import Refused, Unavailable
from troth.core.percent import WHOLE
from troth.gates.recipient import Recipient
from troth.tax.engine import Asked, Part

# Each column of a rate with the kind of jurisdiction.
_PARTS = (
    ("StateRate", "State"),
    ("EstimatedCountyRate", "County"),
    ("EstimatedCityRate", "City"),
    ("EstimatedSpecialRate", "Special district"),
)
_POSTCODE = 5  # digits; what follows is a street
Rates = dict[tuple[str, str], tuple[Part, ...]]


class CsvRates:
    """Reads each file `*.csv` of a directory; what is put there anew holds from then on.

    directory: its files have the columns State, ZipCode, TaxRegionName, StateRate,
    EstimatedCountyRate, EstimatedCityRate and EstimatedSpecialRate, rates as shares of one, as the
    free files of Avalara have them. kinds: the kinds of supply that are taxed, with spaces between.
    """

    recipient: Recipient | None = None
    places: Collection[str] = ("US",)

    def __init__(self, directory: str, kinds: str = "electronic standard goods") -> None:
        self.directory, self.kinds = Path(directory), frozenset(kinds.split())

    def rates(self, asked: Asked) -> tuple[tuple[Part, ...], ...]:
        """By state and postcode. Raises Refused for one that stands in no file."""
        try:
            files = sorted((str(f), f.stat().st_mtime_ns) for f in self.directory.glob("*.csv"))
            known = _read(tuple(files))
        except (
            OSError,
            UnicodeDecodeError,
            KeyError,
            TypeError,
            InvalidOperation,
            csv.Error,
        ) as error:
            raise Unavailable(f"The rates cannot be read: {type(error).__name__}") from None
        state = asked.buyer.region.rpartition("-")[2]
        parts = known.get((state, asked.buyer.postcode[:_POSTCODE]))
        if parts is None:
            raise Refused("No rate of this postcode is known.")
        return tuple(parts if line.kind in self.kinds else () for line in asked.lines)


@lru_cache(maxsize=2)  # the files that were changed are not asked for again
def _read(files: tuple[tuple[str, int], ...]) -> Rates:
    found: Rates = {}
    for file, _changed in files:
        with open(file, encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                if (parts := _parts(row)) is not None:
                    found[row["State"].strip().upper(), row["ZipCode"].strip()] = tuple(parts)
    return found


def _parts(row: dict[str, str]) -> list[Part] | None:
    """None where a rate is finer than a part per million, which no invoice can tell, or is none."""
    shares = [(name, Decimal(row[column]) * WHOLE) for column, name in _PARTS]
    if any(share % 1 or not 0 <= share <= WHOLE for _name, share in shares):
        return None
    return [Part(name, int(share)) for name, share in shares if share]
