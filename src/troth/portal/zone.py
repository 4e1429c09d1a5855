"""Middleware: pages show moments by the clock of who reads them."""

from datetime import datetime
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global
from django.http import HttpRequest, HttpResponse

from troth.accounts.models import Person
from troth.core.day import read_in
from troth.core.provider import time_zone
from troth.portal.access import GetResponse, memberships

_WINTER, _SUMMER = datetime(2026, 1, 15), datetime(2026, 7, 15)


def zone(get_response: GetResponse) -> GetResponse:
    """Stands after whoever is signed in is known. The zone is looked for once it is shown."""

    def respond(request: HttpRequest) -> HttpResponse:
        found: list[ZoneInfo] = []

        def find() -> ZoneInfo:
            if not found:
                found.append(_zone(request))
            return found[0]

        with read_in(find):
            return get_response(request)

    return respond


def _zone(request: HttpRequest) -> ZoneInfo:
    """The one that a person has chosen, else that of the country of their account.

    The provider's for visitors, and for staff, whose pages are about days of the provider.
    """
    person = request.user
    if not isinstance(person, Person) or person.is_staff:
        return time_zone()
    if person.time_zone:
        try:
            return ZoneInfo(person.time_zone)
        except ZoneInfoNotFoundError:  # the database of another machine knew it
            return time_zone()
    countries = (membership.account.country for membership in memberships(request))
    return next((found for each in countries if (found := zone_of(each))), None) or time_zone()


@cache
def zone_of(country: str) -> ZoneInfo | None:
    """The time zone of a country (ISO 3166); None where its clocks differ, or it is not known."""
    zones = [ZoneInfo(name) for name in get_global("territory_zones").get(country, ())]
    clocks = {(each.utcoffset(_WINTER), each.utcoffset(_SUMMER)) for each in zones}
    return zones[0] if len(clocks) == 1 else None


@cache
def zones() -> tuple[str, ...]:
    """The names of all zones that are somewhere on earth, in their order."""
    somewhere = {*chain.from_iterable(get_global("territory_zones").values())}
    return tuple(sorted(somewhere & available_timezones()))
