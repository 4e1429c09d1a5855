"""What runs where: views of customers behind the second wall, all else as the platform."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.policy.row_security import CUSTOMER
from troth.portal.access import outside_the_wall, runs_outside
from troth.portal.tests.addresses import routes
from troth.testing import make
from troth.urls import *  # noqa: F403  (the handlers)

pytestmark = pytest.mark.django_db(transaction=True)

_BY_LINK = "whoever holds the link may be signed in as somebody else"
_STRANGER = "somebody else's address, or mail to a stranger"

# Addresses that are answered as the platform although a customer asks, and why they must be.
_GATEWAY = "a gateway is asked outside of any transaction"
OUTSIDE = {
    "receipts/<uuid:number>/": _BY_LINK,
    "receipts/<uuid:number>/proof.json": _BY_LINK,
    "password/": _BY_LINK,
    "password/<slug:uidb36>/<str:key>/": _BY_LINK,
    "email/<str:key>/": _BY_LINK,
    "not-me/<str:key>/": _BY_LINK,
    "invitations/<str:secret>/": _BY_LINK,
    "invitations/<str:secret>/join/": _BY_LINK,
    "welcome/<str:key>/": _BY_LINK,
    "unsubscribe/<str:token>/": _BY_LINK,
    "stop-erasure/<str:token>/": _BY_LINK,
    "contact/": _STRANGER,
    "contact/<slug:form>/": _STRANGER,
    "recover/": _STRANGER,
    "recover/<str:key>/": _BY_LINK,
    "requests/<str:key>/": _BY_LINK,
    "security/email/": _STRANGER,
    "security/email/works/": "behind it mails that came back are only read",
    "privacy/opt-out/": _STRANGER,
    "sign-in/from/<slug:provider_id>/": "whether somebody else signs in that way",
    "security/email/send-again/": _STRANGER,
    "account/<int:account>/people/invite/": _STRANGER,
    "account/<int:account>/people/invitations/<int:invitation>/send-again/": _STRANGER,
    "privacy-centre/download/": "a copy shows one moment, in a transaction of its own",
    "account/<int:account>/people/<int:member>/hand-over/": "whether the other one is to be erased",
    "account/<int:account>/invoices/<int:number>/pay/": _GATEWAY,
    "account/<int:account>/invoices/<int:number>/pay/kept/": _GATEWAY,
    "gateways/<slug:gateway>/events/": "no customer asks it, whoever's cookie comes with it",
    "account/<int:account>/pay/": _GATEWAY,
    "account/<int:account>/paid/<slug:key>/": _GATEWAY,
    "account/<int:account>/ways-to-pay/add/": _GATEWAY,
    "account/<int:account>/ways-to-pay/<slug:key>/confirm/": _GATEWAY,
    "account/<int:account>/ways-to-pay/direct-debit/": "behind it payment methods are only read",
    "account/<int:account>/ways-to-pay/choose/": "behind it payment methods are only read",
    "account/<int:account>/ways-to-pay/<int:number>/remove/": "behind it they are only read",
    "account/<int:account>/tickets/new/": "behind it tickets are only read",
    "account/<int:account>/tickets/<int:number>/answer/": "behind it tickets are only read",
    "account/<int:account>/tickets/<int:number>/close/": "behind it tickets are only read",
    "account/<int:account>/tickets/<int:number>/delete/": "behind it tickets are only read",
    "privacy-centre/delete/<slug:kind>/<int:number>/": "behind it such entries are only read",
    "privacy-centre/deleted/<slug:kind>/<int:number>/take-back/": "behind it they are only read",
    "account/<int:account>/close/": "whoever is trusted with it is told what becomes of them",
    "privacy-centre/erase/": "the plan removes rows of every record",
}


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def everybody(request: HttpRequest) -> HttpResponse:
    """A page that forgot its filter."""
    return HttpResponse(f"{Account.objects.count()} {role()}")


def rendered_late(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, engines["django"].from_string("{{ seen }}"), {"seen": role})


def write_and(failure: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        Person.objects.update(name="Changed")
        request.session["kept"] = "yes"
        raise failure

    return view


urlpatterns = [
    path("", everybody, name="welcome"),
    path("forgot/", everybody),
    path("late/", rendered_late),
    path("marked/", outside_the_wall(everybody)),
    path("desk/", everybody, name="desk"),
    path("refuses/", write_and(TrothError("Do it another way."))),
    path("fails/", write_and(ZeroDivisionError())),
    path("", include("troth.urls")),  # where the frame leads
]


@pytest.fixture
def mine() -> Iterator[Client]:
    """The browser of one of two customers, on the pages above."""
    make.account()
    client = Client(raise_request_exception=False)
    client.force_login(make.owner(make.account()))
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def test_a_view_that_forgot_its_filter_shows_ones_own(mine: Client) -> None:
    assert mine.get("/forgot/").content.decode() == f"1 {CUSTOMER}"
    assert mine.get("/late/").content.decode() == CUSTOMER
    assert mine.get("/desk/").content.decode() == f"1 {CUSTOMER}"
    assert mine.get("/marked/").content.decode() == f"2 {role()}"
    assert Client().get("/forgot/").content.decode() == f"2 {role()}"


def test_staff_are_customers_but_at_their_desk() -> None:
    make.account()
    staff = Client()
    staff.force_login(make.person(staff=True))
    with override_settings(ROOT_URLCONF=__name__):
        assert staff.get("/forgot/").content.decode() == f"0 {CUSTOMER}"
        assert staff.get("/desk/").content.decode() == f"1 {role()}"


@pytest.mark.parametrize(("address", "status"), [("/refuses/", 409), ("/fails/", 500)])
def test_what_fails_is_taken_back_and_explained(mine: Client, address: str, status: int) -> None:
    platform = role()
    answer = mine.get(address)
    assert answer.status_code == status
    assert not Person.objects.filter(name="Changed").exists()
    assert role() == platform
    if status == 409:
        assert mine.session["kept"] == "yes"  # sessions are saved outside


def test_the_connection_is_the_platforms_between_requests(mine: Client) -> None:
    platform = role()
    for _ in range(3):
        assert mine.get("/forgot/").content.decode() == f"1 {CUSTOMER}"
        assert role() == platform and Account.objects.count() == 2


def test_only_these_addresses_are_answered_outside() -> None:
    every = routes(get_resolver("troth.urls"))
    assert {route for route, view in every if runs_outside(view)} == set(OUTSIDE)
