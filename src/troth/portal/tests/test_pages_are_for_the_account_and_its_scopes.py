import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def addresses(account: Account) -> dict[str, str | None]:
    """Each page of an account that has one of everything, with the scope that opens it."""
    ticket = account.tickets.get()
    return {
        "": None,
        "services/": "services",
        "invoices/": "billing",
        f"invoices/{account.invoices.get().pk}/": "billing",
        "tickets/": "support",
        f"tickets/{ticket.pk}/": "support",
        f"tickets/{ticket.pk}/files/{ticket.messages.get().pk}/": "support",
        "messages/": None,
    }


def status(person: Person, account: Account, address: str) -> int:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/account/{account.pk}/{address}")
    answer.close()
    return answer.status_code


def test_strangers_find_no_page() -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=b"x")
    stranger = make.owner(make.full_account())
    for address in addresses(account):
        assert status(make.owner(account), account, address) == 200, address
        assert status(stranger, account, address) == 404, address
        assert Client().get(f"/account/{account.pk}/{address}").status_code == 302, address


def test_what_another_account_has_is_not_found_in_ones_own() -> None:
    make.in_force("softsys")
    mine, other = make.account(), make.full_account(attachment=b"x")
    make.ticket(mine)
    for address in addresses(other):
        if address.count("/") > 1:
            assert status(make.owner(mine), mine, address) == 404, address
    message = other.tickets.get().messages.get()
    own = f"tickets/{mine.tickets.get().pk}/files/{message.pk}/"
    assert status(make.owner(mine), mine, own) == 404


@pytest.mark.parametrize("given", ["services", "billing", "support", ""])
def test_each_scope_opens_its_pages(given: str) -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=b"x")
    friend = make.person()
    trust = make.trusted(account, friend)
    trust.scopes = given
    trust.save()
    for address, scope in addresses(account).items():
        expected = 200 if scope in (None, given) else 403
        assert status(friend, account, address) == expected, address


def test_a_deleted_ticket_is_gone_for_its_customer() -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=b"x")
    asked = [address for address in addresses(account) if address.startswith("tickets/")]
    account.tickets.update(deleted_at=make.NOW)
    found = [status(make.owner(account), account, address) for address in asked]
    assert found == [200, 404, 404]
