"""An irregularity in the accounts keeps contact and billing data until it is resolved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from troth.accounts.models import Account, Person
from troth.bank.tests.paying import paid
from troth.bank.tests.written import IBAN, camt053
from troth.billing.models import Invoice
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.browser import PASSWORD


@pytest.mark.proves("WT-17")
def test_what_is_needed_to_resolve_it_stays_until_then(world: World) -> None:
    customer, desk = world.customer(), world.staff("billing")
    account = Account.objects.get(pk=customer.account)
    make.ticket(account, at=world.now)
    number = make.invoice(account, at=world.now).number
    desk.fill("/desk/bank/accounts/", holder="The Holder", iban=IBAN, currency="EUR")
    # Somebody pays what has been paid already.
    file = SimpleUploadedFile("statement.xml", camt053([paid(text=number)]).encode())
    assert "1 new line read" in desk.post("/desk/bank/", file=file).text
    customer.fill(f"/account/{customer.account}/close/", confirmation=PASSWORD)
    world.later("13 months")
    world.night()

    def rows() -> tuple[bool, bool, bool]:
        named = Invoice.objects.filter(account=customer.account).exclude(party_name="")
        return (
            Account.objects.filter(pk=customer.account).exists(),
            Person.objects.filter(pk=customer.person).exists(),
            named.exists(),
        )

    expect(all(rows()), "what is needed to resolve it stays")
    assert not Ticket.objects.filter(account=customer.account).exists()
    desk.comes_back()
    page = desk.open("/desk/irregularities/")
    expect("Unexplained money" in page.text, "the desk says what it is")
    [line] = [link for link in page.links() if "/bank/lines/" in link]
    desk.fill(line, "Dismiss it", why="back")
    world.night()
    expect(not any(rows()), "once it is resolved, the next night takes the rest")
