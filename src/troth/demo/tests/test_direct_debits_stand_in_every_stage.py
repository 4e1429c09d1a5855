"""Where the policy lets the bank be told, the demo has a customer who pays by direct debit."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from troth.accounts.models import Membership
from troth.billing.books import check
from troth.billing.owed import owed
from troth.demo.make import make
from troth.demo.own_settings import own_settings
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.models import Collection, Mandate
from troth.gateways.sepa.tests.debits import SHARE
from troth.testing.make import changed, policy
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_stage_is_on_its_page(settings: Settings) -> None:
    named = changed("softsys", rules=SHARE)
    own = own_settings(named, port=8000, fresh=True)
    settings.SEPA_CREDITOR_ID = own["SEPA_CREDITOR_ID"]
    settings.TAX_ONE_STOP_SHOP, settings.TAX_REGION = True, own["TAX_REGION"]
    settings.TAX_REGISTERED = tuple(own["TAX_REGISTERED"].split(","))
    make(named, accounts=60, seed=1, now=datetime.now(UTC))
    account = Mandate.objects.get().account
    assert not check()
    collected, back, handed, announced = Collection.objects.order_by("pk")
    assert collected.ended_at and not owed(collected.invoice)
    assert back.ended_at and owed(back.invoice)
    assert PaymentAttempt.objects.get(key=back.key).code == "AM04"
    assert handed.file and not (handed.ended_at or announced.file or announced.ended_at)
    owner = Membership.objects.get(account=account, role=Membership.Role.OWNER).person
    client = signed_in(owner)
    for each, words in (
        (handed, "our bank has been instructed"),
        (announced, "will be collected by direct debit"),
    ):
        page = client.get(f"/account/{account.pk}/invoices/{each.invoice_id}/").content.decode()
        assert words.lower() in page.lower()


def test_without_the_rule_there_are_none() -> None:
    assert "SEPA_CREDITOR_ID" not in own_settings(policy("softsys"), port=8000, fresh=True)
