"""What rests on a VAT number waits until VIES has said that it is valid, and seals what it said."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue, issue_staged, stage, stage_lines
from troth.billing.models import Invoice
from troth.calls.work import work_due
from troth.core.conflicts import act
from troth.tax.decide import PendingError
from troth.tax.models import Rate, VatCheck
from troth.testing import make
from troth.testing.vies import INVALID, SHARE, StandIn

pytestmark = pytest.mark.django_db(transaction=True)

AT = make.NOW


@pytest.fixture
def vies(settings: Settings) -> Iterator[StandIn]:
    make.in_force(make.changed("ispsystem", rules=SHARE))
    for place in ("CY", "AT"):
        Rate.objects.create(
            place=place, kind="standard", rate=20_0000, valid_from=date(2021, 7, 1), source="a test"
        )
    with StandIn() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.VIES_URL = f"http://127.0.0.1:{server.server_port}"
        settings.TAX_NUMBER = "CY10259033P"
        yield server
        server.shutdown()


@pytest.fixture
def account(vies: StandIn) -> Account:
    made = make.account(company="A Company", tax_id="ATU 13585627")
    Account.objects.filter(pk=made.pk).update(country="AT")
    return made


@act
def run(account: Account) -> int:
    """As the nightly run does it: who cannot be taxed yet is left out."""
    stage()
    line = dict.fromkeys(("starts", "ends", "original_id", "source", "due_on"))
    line |= {"account_id": account.pk, "currency": "EUR", "position": 1, "product": ""}
    line |= {"description": "Hosting", "supply": "electronic", "quantity": 1, "price": 1000}
    stage_lines([line | {"discount": 0, "amount": 1000, "supplied_on": AT.date()}])
    return len(issue_staged(at=AT).invoices)


def test_it_waits_and_then_seals_the_answer(account: Account, vies: StandIn) -> None:
    assert run(account) == 0  # asked about, and left out
    assert run(account) == 0
    assert VatCheck.objects.count() == 1
    work_due(at=AT)

    assert run(account) == 1

    invoice = Invoice.objects.get()
    assert (invoice.tax, invoice.taxes.get().category) == (0, "AE")
    assert invoice.evidence == f"VIES {AT.date()} WAPIAAAAW1"
    assert "reverse charge" in invoice.notes.lower()


def test_one_that_is_not_valid_pays_tax(account: Account, vies: StandIn) -> None:
    vies.says = (200, json.dumps(INVALID))
    run(account)
    work_due(at=AT)
    run(account)
    assert Invoice.objects.get().tax == 200


def test_an_answer_serves_for_a_day(account: Account, vies: StandIn) -> None:
    run(account)
    work_due(at=AT - timedelta(days=3))
    VatCheck.objects.update(answered_at=AT - timedelta(days=3))
    assert run(account) == 0
    assert VatCheck.objects.count() == 2


def test_whoever_issues_by_hand_is_told_to_wait(account: Account, vies: StandIn) -> None:
    draft = Draft(account, "EUR", [DraftLine("Hosting", 1000, "electronic")], AT.date())
    with pytest.raises(PendingError):
        issue([draft], at=AT)


def test_nobody_is_asked_about_a_number_at_home(account: Account, vies: StandIn) -> None:
    Account.objects.filter(pk=account.pk).update(country="CY", tax_id="CY 10259033P")
    assert run(account) == 1
    assert not VatCheck.objects.exists()
    assert Invoice.objects.get().tax == 200
