from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from troth.accounts.models import Account, Activity
from troth.requests.models import RightsRequest
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

Whose = Callable[[Account], tuple[Client, list[str]]]

OF_AN_ACCOUNT = (
    *("", "services/", "invoices/", "orders/", "quotes/", "statement/", "tickets/"),
    *("messages/", "people/", "activity/", "requests/", "disclosures/"),
)
MY_OWN = ("held/", "held/invoice/", "consents/", "requests/", "activity/", "disclosures/")
AT_THE_DESK = (
    *("", "customers/?q=Hosting", "inquiries/", "staff/", "bank/"),
    *("holds/", "recipients/", "balances/", "payments/", "irregularities/", "calls/", "services/"),
    *("orders/", "orders/rules/", "orders/terms/", "taxes/", "runs/", "dunning/", "catalogue/"),
    *("catalogue/promotions/", "figures/", "mailing/", "wordings/"),
)


def add_rows(account: Account) -> None:
    """One more of all that lists show of an account, and of its owner."""
    now, who = timezone.now(), make.owner(account)
    make.saved(make.selling_rows(account, who, at=now))
    make.invoice(account, at=now)
    make.order(account, at=now)
    make.quote(account, at=now)
    make.service(account, at=now)
    make.ticket(account, at=now)
    make.message(who, account, at=now)
    make.signin(who, at=now)
    make.disclosure(account, at=now)
    make.bank_line(account, at=now)
    make.bank_line(None, at=now)
    make.inquiry(at=now)
    make.trusted(account, make.person(at=now))
    make.staff("support")
    Activity.objects.create(account=account, person=who, at=now, what="service ordered")
    RightsRequest.objects.create(
        subject=who,
        person=who,
        right="access",
        rule="right.access",
        channel="portal",
        asked_at=now,
        due_on=now.date() + timedelta(days=30),
    )


def asked(client: Client, pages: list[str]) -> dict[str, int]:
    """How many queries each page takes."""
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200, page
        found[page] = sum(query["sql"] not in ("BEGIN", "COMMIT") for query in queries)
    return found


def of_customers(account: Account) -> tuple[Client, list[str]]:
    client = Client()
    client.force_login(make.owner(account))
    pages = [f"/account/{account.pk}/{page}" for page in OF_AN_ACCOUNT]
    return client, pages + ["/privacy-centre/", *(f"/privacy-centre/{page}" for page in MY_OWN)]


def of_staff(account: Account) -> tuple[Client, list[str]]:
    client = Client()
    client.force_login(make.staff())
    return client, [f"/desk/{page}" for page in AT_THE_DESK]


@pytest.mark.parametrize("whose", [of_customers, of_staff])
def test_its_rows_are_asked_for_together(whose: Whose) -> None:
    make.in_force("softsys")
    account = make.account()
    client, pages = whose(account)
    add_rows(account)
    for page in pages:  # what a process asks once
        client.get(page)
    few = asked(client, pages)
    for _ in range(2):
        add_rows(account)
    many = asked(client, pages)
    assert many == few
    assert few.get(f"/account/{account.pk}/", 0) <= 12
