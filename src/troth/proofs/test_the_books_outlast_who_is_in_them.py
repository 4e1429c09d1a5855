"""What accounting needs stays when somebody is erased, and names whom it was for."""

import pytest

from troth.billing.models import Invoice, Payment
from troth.proofs.expect import expect
from troth.proofs.shop import orders, pays, sells
from troth.proofs.world import World


@pytest.mark.proves("SS-08")
def test_invoices_and_a_payment_stand_with_name_and_address(world: World) -> None:
    customer = world.customer(name="Ada Newcomer", street="7 Byte Lane")
    product = sells(world)
    for _each in range(2):
        orders(customer, product)
    pays(world, customer, "11.90")
    invoices = [*Invoice.objects.filter(account=customer.account).values_list("pk", flat=True)]
    (payment,) = Payment.objects.filter(account=customer.account).values_list("pk", flat=True)
    assert len(invoices) == 2, "there are two invoices and a payment"
    number = world.writes(customer.email, "Please delete my data.")
    path = f"/desk/requests/{number}/"
    world.staff("privacy").post(f"{path}sort/", what="right.erase", about="own")
    world.visitor().fill(world.mailbox.link_to(customer.email))
    world.later("3 days")
    world.staff("billing").fill(f"{path}carry-out/")
    assert not world.holds_account(customer), "the account is gone"
    parties = [f"{vars(each)}" for each in Invoice.objects.filter(pk__in=invoices)]
    stand = [each for each in parties if "Ada Newcomer" in each and "7 Byte Lane" in each]
    expect(len(stand) == 2, "both invoices stand with name and address")
    paid = Payment.objects.filter(pk=payment, amount=1190, depersonalised_at=None)
    expect(paid.exists(), "the payment stands as well")
