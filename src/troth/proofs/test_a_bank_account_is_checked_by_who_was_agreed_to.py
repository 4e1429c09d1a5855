"""Whoever pays from a bank account agrees to Plaid first, which is told whose it is and no more."""

import pytest

from troth.accounts.models import Account
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World
from troth.testing import make
from troth.testing.plaid.with_stripe import (
    RULE,
    Bank,
    bank,  # noqa: F401  (a fixture)
    both,  # noqa: F401  (a fixture)
    look_up_asked,
)
from troth.testing.shown import shown

BOXES = {"agree": ["share.plaid", "share.plaid.agreed"], "share_plaid_debit": "on"}
BILL = {"street": "7 Byte Lane", "postcode": "10115", "city": "Berlin", "country": "DE"}


class Payer:
    """Who owes something in dollars, with its page to pay."""

    def __init__(self, world: World) -> None:
        world.replaces("[share.plaid]\n", f"{RULE}\n[share.plaid]\n")
        self.customer: Customer = world.customer(name="Ada Newcomer")
        account = Account.objects.get(pk=self.customer.account)
        for column, value in BILL.items():
            setattr(account, column, value)
        account.save()
        self.invoice = make.invoice(account, paid=False, currency="USD", at=world.now)
        self.page = f"/account/{account.pk}/invoices/{self.invoice.pk}/pay/"

    def goes_on(self, **boxes: object) -> str:
        """Where they go on from the page to pay; blank where they stay."""
        client = self.customer.client
        sent = {"way": "plaid", "shown": shown(client, self.page), **boxes}
        answer = client.post(self.page, sent)
        return str(answer.get("Location", ""))

    def pays(self, bank: Bank) -> None:  # noqa: F811
        """Show the account, come back, and have it handed over."""
        bank.signs_in(self.goes_on(**BOXES))
        account = self.invoice.account
        assert account
        attempt = account.payment_attempts.get(gateway="plaid")
        self.customer.open(f"/account/{account.pk}/paid/{attempt.key}/")
        look_up_asked()
        bank.hands_over()


@pytest.mark.proves("SS-04")
def test_before_its_policy_is_agreed_to_it_is_not_asked(world: World, bank: Bank) -> None:  # noqa: F811
    payer = Payer(world)
    payer.goes_on(**{**BOXES, "agree": ["share.plaid"]})
    expect(not bank.plaid.asked, "before the box for Plaid's policy is ticked nothing goes out")
    assert not payer.goes_on(**BOXES, processor_token="btok-1"), "a token that is posted is refused"
    assert not bank.plaid.asked and not bank.stripe.asked()
    payer.pays(bank)
    ways = payer.customer.open(f"/account/{payer.customer.account}/ways-to-pay/").text
    assert "A BANK 6789" in ways, "the account shows as one of theirs"
    said = payer.customer.open("/privacy-centre/consents/").text
    assert "I agree to the terms and the privacy policy of Plaid itself" in said, (
        "the words are on record"
    )


@pytest.mark.proves("SS-22")
def test_it_is_told_whose_the_account_is_and_nothing_of_invoices(
    world: World,
    bank: Bank,  # noqa: F811
) -> None:
    payer = Payer(world)
    payer.pays(bank)
    assert "Ada Newcomer" in bank.told, "it receives the holder's name"
    expect("7 Byte Lane" not in bank.told, "and not the address of the bill")
    for word in (payer.invoice.number, "1190", "site.example"):
        assert word not in bank.told, "nor anything of invoices and services"
    register = payer.customer.open("/privacy-centre/disclosures/").text
    assert "Plaid" in register and "invoiced" not in register.partition("Plaid")[2][:300]
