from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from troth.services.desk import services
from troth.services.state import state
from troth.services.tests.conftest import Customer
from troth.testing import make
from troth.testing.visit import signed_in

ROOMS = {"bank", "billing", "catalog", "orders", "services"}
# What support opens at the desk of these rooms; all else of theirs is for who does the billing.
FOR_SUPPORT = {"services_waiting", "desk_service", "act_on_service"}
# What is done with a service, by whether support does it as well; a second word is ticked.
ACTS = {
    "set-up": True,
    "pause": True,
    "resume": True,
    "cancel": True,
    "cancel now": False,
    "cancel credit": False,
    "withdraw": False,
    "pay-back": False,
    "keep": True,
    "end": False,
    "end credit": False,
    "reactivate": False,
    "transfer": False,
}
SENT: dict[str, dict[str, object]] = {
    "pause": {"pause-reason": "staff"},
    "withdraw": {"withdraw-sent_on": "2026-01-01", "withdraw-statement": "I withdraw."},
}


def addresses(within: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """The name and the path of every page of the desk in these rooms, with 1 for each part."""
    for each in within.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route)
        elif isinstance(each, URLPattern):
            _troth, room, *folders = each.callback.__module__.split(".")
            if room in ROOMS and "desk" in folders:
                parts = (p.replace("<int:", "<") for p in route.split("/"))
                yield str(each.name), "/" + "/".join("1" if "<" in p else p for p in parts)


@pytest.fixture
def support(customer: Customer) -> Client:
    return signed_in(make.staff("support"))


def test_support_opens_what_writes_nothing_into_the_books(support: Client) -> None:
    refused = {
        name
        for name, path in addresses(get_resolver())
        if {support.get(path).status_code, support.post(path).status_code} <= {403, 405}
    }
    every = {name for name, _path in addresses(get_resolver())}
    assert len(every) > 30 and every - refused == FOR_SUPPORT


def test_each_act_on_a_service_is_listed() -> None:
    assert {name.split()[0] for name in ACTS} == set(services._ACTS)


def test_support_writes_nothing_into_the_books(customer: Customer, support: Client) -> None:
    to = make.account(make.owner(customer.account)).pk
    page = f"/desk/services/{customer.service.pk}/"
    for act, allowed in sorted(ACTS.items(), key=lambda each: each[1]):
        name, _space, ticked = act.partition(" ")
        sent = SENT.get(name, {"transfer-to": to}) | ({f"{name}-{ticked}": "on"} if ticked else {})
        status = support.post(f"{page}{name}/", sent).status_code
        assert status == (302 if allowed else 403), act
        if not allowed:
            assert state(customer.now(), at=timezone.now()).kind == "active", act
    html = support.get(page).content.decode()
    for unseen in ("Refund the remaining", "End it now", f"{page}transfer/", f"{page}end/"):
        assert unseen not in html


def test_who_does_not_read_what_a_service_is_changes_none(customer: Customer) -> None:
    reads = '"company", "billing", "payment"'
    make.in_force(make.changed("softsys", (f'{reads}, "service"]', f"{reads}]")), at=timezone.now())
    desk, service = signed_in(make.staff("billing")), f"/desk/services/{customer.service.pk}/"
    page = desk.get(service, follow=True).content.decode()
    assert "Small" not in page and f"{service}change/" not in page
    for path in ("change/", "price/", "price/1/end/"):
        assert desk.get(service + path).status_code in (403, 404)
    currency = f"/desk/customers/account/{customer.account.pk}/currency/"
    assert desk.get(currency).status_code == 403
