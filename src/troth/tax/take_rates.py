"""Take over the rates that the list of the Commission has today: see `eu-vat-rates-data`.

It has no history, so they hold from today on; and what staff entered by hand is theirs to change.
"""

from datetime import datetime

import eu_vat_rates_data

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.percent import DIGITS
from troth.publishing.evidence import note
from troth.tax.events import RATES_TAKEN
from troth.tax.models import Rate
from troth.tax.rates import in_force_on

BY_HAND = "by hand"
# What the list has among the reduced rates of a country, or not at all.
_REGIONS = {
    "AT-Jungholz": (19_0000, "Directive 2006/112/EC Art. 104"),
    "GP": (8_5000, "CGI Art. 296"),
    "IN": (18_0000, "CGST rate schedule"),
    "MQ": (8_5000, "CGI Art. 296"),
    "PT-20": (16_0000, "Directive 2006/112/EC Art. 105"),
    "PT-30": (22_0000, "Directive 2006/112/EC Art. 105"),
    "RE": (8_5000, "CGI Art. 296"),
}


@act
def take_rates(*, at: datetime) -> tuple[list[Rate], list[Rate]]:
    """The rates that are new today, and those entered by hand that the list has otherwise.

    Run twice it does nothing more.
    """
    today = day_at(at)
    had = {rate.place: rate for rate in in_force_on(today) if rate.kind == "standard"}
    listed = [
        Rate(place=place, kind="standard", rate=rate, valid_from=today, source=source)
        for place, (rate, source) in _listed().items()
    ]
    changed = [
        each for each in listed if each.place not in had or had[each.place].rate != each.rate
    ]
    theirs = [had[each.place] for each in changed if _by_hand(had.get(each.place))]
    new = [each for each in changed if not _by_hand(had.get(each.place))]
    Rate.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["place", "kind", "valid_from"],
        update_fields=["rate", "source"],
    )
    if new:
        note(RATES_TAKEN, at=at, counts={"rates": len(new)})
    return new, theirs


def _by_hand(rate: Rate | None) -> bool:
    return rate is not None and rate.source == BY_HAND


def _listed() -> dict[str, tuple[int, str]]:
    source = f"eu-vat-rates-data {eu_vat_rates_data.data_version}"
    found = eu_vat_rates_data.get_all_rates().items()
    rates = {place: round(rate["standard"] * 10**DIGITS) for place, rate in found}
    return {place: (rate, source) for place, rate in rates.items()} | _REGIONS
