"""A customer shows a bank account at Plaid, and what they owe is taken from it by Stripe."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.gates.models import ConsentEvent, Disclosure
from troth.gateways.gateway import Kept
from troth.gateways.installed import gateways
from troth.gateways.let_go import let_go
from troth.gateways.look_up_open import look_up_open
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.plaid.tests.customer import BOXES, Customer
from troth.testing import make
from troth.testing.plaid.with_stripe import Bank
from troth.testing.shown import shown

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_owed_is_taken_from_it(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    assert "The bank account is confirmed as yours" in customer.comes_back()
    assert "appears above within a minute" in customer.reads(customer.ways)
    bank.hands_over()
    assert "is being charged to it" in customer.comes_back()
    way = PaymentMethod.objects.get()
    assert (way.gateway, way.kind, way.label) == ("stripe", "bank", "A BANK 6789")
    assert (way.proved_by, bool(way.proof), bool(way.default_since)) == ("plaid", True, True)
    charge = PaymentAttempt.objects.get(gateway="stripe")
    assert (charge.method, charge.amount) == (way, customer.invoice.total)
    bank.settles()
    assert owed(customer.invoice) == 0


def test_what_is_being_taken_is_not_paid_twice(customer: Customer, bank: Bank) -> None:
    before = shown(customer.client, customer.page)
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.hands_over()
    assert 'name="way"' not in customer.reads(customer.page)
    stale = customer.client.post(customer.page, {**BOXES, "shown": before})
    assert stale.status_code == 302
    assert stale["Location"] == f"/account/{customer.account.pk}/invoices/{customer.invoice.pk}/"
    assert PaymentAttempt.objects.filter(gateway="plaid").count() == 1
    assert PaymentAttempt.objects.filter(gateway="stripe").count() == 1


def test_an_account_is_left_with_nothing_paid(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on(f"{customer.ways}add/"))
    for _twice in range(2):
        customer.comes_back()
        bank.hands_over()
    assert "It is saved" in customer.comes_back()
    assert "A BANK 6789" in customer.reads(customer.ways)
    assert not PaymentAttempt.objects.filter(gateway="stripe").exists()
    assert owed(customer.invoice) == customer.invoice.total


def test_who_does_not_come_back_is_followed_all_the_same(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    later = timezone.now() + timedelta(minutes=16)
    look_up_open(every=False, at=later)
    work_due(at=later)
    assert PaymentMethod.objects.exists()


@pytest.mark.parametrize(
    ("field", "left", "says"),
    [
        ("agree", ["share.plaid.agreed"], "Without agreeing to this"),
        ("agree", ["share.plaid"], "Without agreeing to this"),
        ("share_plaid_debit", "", "Without this you cannot pay this way"),
    ],
)
def test_before_each_box_is_ticked_nobody_is_asked(
    customer: Customer, bank: Bank, field: str, left: object, says: str
) -> None:
    page = customer.client.get(customer.page).content.decode()
    assert f'name="{field}"' in page and "checked" not in page
    sent = {**BOXES, "shown": shown(customer.client, customer.page), field: left}
    said = customer.client.post(customer.page, sent).content.decode()
    assert says in said
    assert not bank.plaid.asked and not PaymentAttempt.objects.exists()
    assert not ConsentEvent.objects.filter(rule__startswith="share.plaid").exists()


def test_a_token_that_is_posted_is_refused(customer: Customer, bank: Bank) -> None:
    for token in ("public_token", "processor_token", "reference"):
        said = customer.client.post(customer.page, {**BOXES, token: "btok-1"})
        assert said.status_code == 200
    assert not bank.plaid.asked and not bank.stripe.asked()


def test_what_was_authorised_is_on_record_with_its_time(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.hands_over()
    said = ConsentEvent.objects.get(rule="share.plaid.debit")
    assert "Softsys" in said.wording and "removing the account" in said.wording
    assert "I authorise Softsys" in customer.reads("/privacy-centre/consents/")
    (setup,) = bank.stripe.asked("/v1/setup_intents")
    accepted = setup["told"]["mandate_data"]["customer_acceptance"]
    assert accepted["accepted_at"] == str(int(customer.attempt.started_at.timestamp()))
    assert "ip_address" not in str(bank.stripe.asked())


def test_each_account_is_authorised_anew(customer: Customer, bank: Bank) -> None:
    for _account in range(2):
        bank.signs_in(customer.goes_on(f"{customer.ways}add/"))
        customer.comes_back()
    said = ConsentEvent.objects.filter(rule="share.plaid.debit").order_by("pk")
    attempts = PaymentAttempt.objects.order_by("pk")
    assert [each.at for each in said] == [each.started_at for each in attempts]
    assert ConsentEvent.objects.filter(rule="share.plaid").count() == 1


def test_what_comes_too_late_is_let_go_of_and_takes_nothing(
    customer: Customer, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another way is chosen in the moment in which Stripe keeps the account."""
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    stripe: Any = gateways()["stripe"]
    take = stripe.take_account

    def meanwhile(*args: Any, **named: Any) -> Kept:
        kept: Kept = take(*args, **named)
        assert customer.client.post(customer.page, {"way": "stripe"}).status_code == 302
        return kept

    monkeypatch.setattr(stripe, "take_account", meanwhile)
    bank.hands_over()
    let_go(at=timezone.now())
    bank.hands_over()
    way = PaymentMethod.objects.get()
    assert way.removed_at and way.forgotten_at and not (way.proof or way.default_since)
    assert not bank.plaid.items and not customer.attempt.proof
    assert any(each["path"].endswith("/detach") for each in bank.stripe.asked())
    assert PaymentAttempt.objects.filter(gateway="stripe", method=None).count() == 1
    assert PaymentAttempt.objects.count() == 2, "Nothing is charged to it"


def test_plaid_is_told_the_holder_and_nothing_of_what_is_paid(
    customer: Customer, bank: Bank
) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    bank.hands_over()
    assert "Ada Payer" in bank.told
    for word in (customer.invoice.number, "1190", "Bill Road", "site.example"):
        assert word not in bank.told
    rows = Disclosure.objects.filter(recipient="plaid")
    assert {each for row in rows for each in row.categories} == {"identity", "payment"}


def test_an_answer_that_is_lost_keeps_the_account_once(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on())
    customer.comes_back()
    for _customer_accounts in range(3):
        bank.stripe.do("misbehave", how="after")
    now = timezone.now()
    for hours in range(4):
        work_due(at=now + timedelta(hours=hours))
    assert PaymentMethod.objects.count() == 1
    assert len(bank.stripe.asked("/v1/setup_intents")) == 1


def test_it_is_offered_for_dollars_alone(customer: Customer, bank: Bank) -> None:
    euros = make.invoice(customer.account, paid=False)
    page = f"/account/{customer.account.pk}/invoices/{euros.pk}/pay/"
    assert "Plaid" not in customer.reads(page)
    assert customer.client.post(page, BOXES).status_code == 200
    assert not bank.plaid.asked
