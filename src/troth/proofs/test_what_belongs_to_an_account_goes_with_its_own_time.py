"""Nothing is kept for longer than the rule of its record says, and the page says until when."""

import pytest

from troth.accounts.models import Account, Signin
from troth.billing.models import Invoice
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing import make
from troth.testing.browser import PASSWORD


@pytest.mark.proves("SS-07")
def test_an_account_stays_while_a_service_is_active(world: World) -> None:
    serving, idle = world.customer(), world.customer()
    make.service(Account.objects.get(pk=serving.account), at=world.now)
    world.later("8 years")
    world.night()
    expect(world.holds_account(serving), "an account with an active service stays")
    expect(not world.holds_account(idle), "one without service or sign-in is gone")


@pytest.mark.proves("IS-18", "SF-20")
def test_a_closed_account_goes_with_all_that_is_in_it(world: World) -> None:
    customer = world.customer()
    customer.fill(f"/account/{customer.account}/close/", confirmation=PASSWORD)
    term = world.policy.tables.keep["account"].for_
    world.later("30 days" if str(term) == "30 days" else "1 year")
    world.night()
    expect(not world.holds_account(customer), "the account is gone when its time has run")
    expect(not Signin.objects.filter(person=customer.person).exists(), "and its sign-ins with it")


@pytest.mark.proves("IS-26")
def test_an_account_that_fell_asleep_goes_and_its_invoices_have_no_name(world: World) -> None:
    customer = world.customer()
    make.invoice(Account.objects.get(pk=customer.account), at=world.now)
    world.later("7 years")
    world.night()
    expect(not world.holds_account(customer), "an account whose purpose has ended is gone")
    party = Invoice.objects.values_list("party_name", flat=True).get()
    expect(not party, "an invoice past its time has figures and no name")


@pytest.mark.proves("IS-24")
def test_a_sign_in_stands_with_its_last_day_and_goes_after_it(world: World) -> None:
    customer = world.customer()
    mine = Signin.objects.filter(person=customer.person)
    assert mine.exists()
    last = customer.open("/privacy-centre/held/signin/").text
    expect("2027" in last, "the page says until when a sign-in is kept")
    world.later("1 year")
    world.night()
    expect(not mine.exists(), "the night after its last day leaves no sign-in")
