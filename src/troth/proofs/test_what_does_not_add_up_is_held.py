"""An irregularity in the accounts keeps contact and billing data until it is resolved."""

import pytest

from troth.accounts.models import Account, Person
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
    make.invoice(account, at=world.now)
    money = f"/desk/customers/account/{customer.account}/money/"
    typed = {"what": "mismatch", "note": "Paid, and paid again"}
    seen = desk.post(f"{money}irregularity/", **typed)
    expect("seen" in seen.fields, "the desk notes what does not add up")
    (entry,) = {form.fields["seen"] for form in seen.tree.forms if "seen" in form.fields}
    desk.post(f"{money}irregularity/", **typed, seen=entry)
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
    expect("Paid, and paid again" in page.text, "the desk says what it is")
    desk.fill("/desk/irregularities/", "It is resolved")
    world.night()
    expect(not any(rows()), "once it is resolved, the next night takes the rest")
