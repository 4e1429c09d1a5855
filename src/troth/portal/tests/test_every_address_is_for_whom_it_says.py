"""Every address, opened by everybody: see `addresses.py` for who may open which."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponseBase

from troth.accounts.models import Person
from troth.portal.tests.addresses import (
    EVERYBODY,
    WHO,
    every_address,
    may_open,
)
from troth.portal.tests.visitors import (
    EMAIL,
    NAME,
    client_of,
    content_of,
    opens,
    path_of,
    tried,
    visitors,
)

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert set(every_address()) == set(WHO)


# The same for everybody.
FOR_ALL = {
    *("brand.css", "brand/logo", "favicon.ico", ".well-known/jwks.json"),
    *("journal/checkpoint", "journal/tile/<path:place>"),
}
SITES_MAY_READ = {".well-known/jwks.json", ".well-known/openid-configuration"}


def careless(route: str, answer: HttpResponseBase, visitor: str) -> Iterator[str]:
    """What an answer forgets to tell the browser."""
    said = answer.headers
    if said.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    if said.get("X-Content-Type-Options") != "nosniff":
        yield "may be taken for another type"
    if said.get("Referrer-Policy") != "same-origin":
        yield "tells other sites where one came from"
    rules = said.get("Content-Security-Policy", "")
    if "default-src 'none'" not in rules or "frame-ancestors 'none'" not in rules:
        yield "may load anything"
    if "unsafe" in rules:
        yield "may run whatever stands in it"
    if "Access-Control-Allow-Origin" in said and route not in SITES_MAY_READ:
        yield "may be read by other sites"
    kind = said.get("Content-Type", "")
    if not kind or kind.startswith("text/") and "utf-8" not in kind:
        yield "does not say what it is written in"
    stored = not {"private", "no-store"} <= set(said.get("Cache-Control", "").split(", "))
    if stored and answer.status_code == 200 and visitor != "stranger" and route not in FOR_ALL:
        yield "may be stored"


@pytest.mark.parametrize("visitor", EVERYBODY)
def test_it_opens_to_whom_it_should_and_to_nobody_else(
    visitor: str, visitors: dict[str, Person | None], path_of: Callable[[str], str]
) -> None:
    wrong: list[tuple[object, ...]] = []
    client = client_of(visitors[visitor])
    for route in every_address():
        allowed = may_open(route, visitor)
        if allowed is None:
            continue
        path = path_of(route)
        with tried(client):
            answer = client.get(path)
            if answer.status_code == 405:
                answer = client.post(path)
            text = content_of(answer)
        if opens(answer) != allowed:
            wrong.append((route, answer.status_code, answer.get("Location", "")))
        wrong += [(route, why) for why in careless(route, answer, visitor)]
        if visitor in ("stranger", "other") and (NAME.encode() in text or EMAIL.encode() in text):
            wrong.append((route, "shows the owner"))
    assert not wrong
