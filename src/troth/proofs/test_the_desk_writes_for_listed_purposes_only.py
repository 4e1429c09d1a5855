"""Contact details serve the purposes for which they were given, for as long as these last."""

from datetime import timedelta

import pytest

from troth.accounts.models import Account
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World
from troth.testing import make


def got(world: World, customer: Customer, subject: str) -> bool:
    return any(mail["Subject"] == subject for mail in world.mails_to(customer.email))


@pytest.mark.proves("SS-20")
def test_news_of_the_service_reach_whoever_has_an_active_one(world: World) -> None:
    served, left = world.customer(), world.customer()
    make.service(Account.objects.get(pk=served.account), at=world.now)
    yesterday = world.now - timedelta(days=1)
    before = yesterday - timedelta(days=90)
    make.service(Account.objects.get(pk=left.account), at=before, ended=yesterday)
    subject = world.mailing("service", "service")
    assert got(world, served, subject), "whoever has an active service gets it"
    expect(not got(world, left, subject), "whoever has none any more does not")


@pytest.mark.proves("WT-23")
def test_news_of_account_and_company_go_out_and_answers_to_inquiries_do_not(world: World) -> None:
    customer = world.customer()
    assert got(world, customer, world.mailing("bulletins", "account"))
    refused = world.mailing("bulletins", "inquiry")
    expect(not got(world, customer, refused), "a mail for another purpose does not go out")
    told = "collect.account does not list purpose.inquiry" in world.answer.text
    expect(told, "the desk names the rule and the purpose")


@pytest.mark.proves("IS-57")
def test_details_serve_agreements_payment_tax_and_claims_and_no_messages(world: World) -> None:
    """What bills and takes payments is still to come; until then its purposes are seen."""
    customer = world.customer()
    purposes = customer.open("/privacy-centre/held/account/").links()
    for purpose in ("agreements", "administration"):
        assert f"/privacy/#purpose.{purpose}" in purposes, f"details serve {purpose}"
    placed = world.staff("privacy").fill(
        "/desk/holds/new/",
        subject=customer.email,
        records=["person", "account"],
        reason="They have sued us.",
        review_on="2027-01-01",
    )
    assert "The hold is in force" in placed.text, "a claim keeps them"
    refused = world.mailing("system", "messages")
    expect(
        not got(world, customer, refused), "a mailing to those who gave their details is refused"
    )
    told = "collect.account does not list purpose.messages" in world.answer.text
    expect(told, "the desk names the rule and the purpose")


# What the desk writes: a message, a purpose that its rule of the data lists, and one that it does
# not, with that rule.
WRITTEN = {
    "soffront": ("service", "service", "billing", "collect.account"),
    "ispsystem": ("system", "agreements", "improvement", "collect.account"),
}


@pytest.mark.proves("SF-31", "IS-14")
def test_a_mailing_for_another_purpose_is_refused(world: World) -> None:
    """Reports and exports of customers, of which the desk has none yet, wait; so do plug-ins."""
    customer = world.customer()
    message, listed, other, rule = WRITTEN[world.policy.file]
    assert got(world, customer, world.mailing(message, listed))
    refused = world.mailing(message, other)
    told = f"{rule} does not list purpose.{other}" in world.answer.text
    expect(told, "the desk names the rule and the purpose")
    expect(not got(world, customer, refused), "and nothing goes out")
    without = world.mailing(message, "")
    assert not got(world, customer, without), "nor without any purpose"
